import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { CollectorApp } from '../collector-app.ts';
import { entriesToPost, problem, receipts } from '../openapi/schemas.ts';
import { Problem } from '../problem/problem.ts';
import { sendJsonText } from '../send-json-text.ts';
import { type BodyForm, cutElements, type Elements } from './elements.ts';
import type { Gate, Pass } from './gate.ts';
import { type IngestTools, ingest } from './ingest.ts';
import { readBody } from './read-body.ts';

const forms: ReadonlyMap<string, BodyForm> = new Map([
  ['application/json', 'json'],
  ['application/x-ndjson', 'ndjson'],
  ['application/ndjson', 'ndjson'],
  ['application/jsonl', 'ndjson'],
]);

/** Adds `POST /v1/entries`. */
export function ingestRoute(app: CollectorApp, tools: IngestTools, gate: Gate): void {
  void app.register(async (scope: CollectorApp) => {
    // The body is read below, under caps that Fastify's own parsers do not have.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.route({
      method: 'POST',
      url: '/v1/entries',
      schema: {
        operationId: 'createEntries',
        summary: 'Keep entries',
        description:
          'Answers when everything told as stored is on disk. Safe to repeat: entries are known by id.',
        tags: ['entries'],
        consumes: ['application/json', 'application/x-ndjson'],
        body: entriesToPost,
        response: { 200: receipts, 409: problem, 422: problem },
      },
      // The schema of the body is for the documentation; each element is checked on its own.
      validatorCompiler: () => (value) => ({ value }),
      handler: async (request, reply) => {
        const pass = gate.enter();
        try {
          const elements = await receive(request, pass, tools);
          const lines = await ingest(elements, callerOf(request), tools);
          return sendJsonText(reply, JSON.stringify({ receipts: lines }));
        } finally {
          pass.leave();
        }
      },
    });
  });
}

async function receive(
  request: FastifyRequest,
  pass: Pass,
  { limits }: IngestTools,
): Promise<Elements> {
  const form = formOf(request);
  const body = await readBody(request.raw as IncomingMessage, {
    encoding: request.headers['content-encoding'],
    length: request.headers['content-length'],
    limitBytes: limits.bodyBytes,
    take: pass.take,
  });
  return cutElements(body, form, limits);
}

function formOf({ headers }: FastifyRequest): BodyForm {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const form = forms.get(type ?? '');
  if (form !== undefined) return form;
  throw new Problem(
    'CONTENT_TYPE_UNSUPPORTED',
    'Send application/json (a list or one object) or application/x-ndjson (one object a line).',
  );
}
