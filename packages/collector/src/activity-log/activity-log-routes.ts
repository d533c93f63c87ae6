import type { IncomingMessage } from 'node:http';
import { isWhodidError } from '@whodid/core';
import { activityPayload, readActivityPayload } from '@whodid/core/view';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { CollectorApp } from '../collector-app.ts';
import { cutElements, parseElement } from '../ingest/elements.ts';
import type { Gate, Pass } from '../ingest/gate.ts';
import { type IngestTools, ingest } from '../ingest/ingest.ts';
import type { IngestLimits } from '../ingest/limits.ts';
import { readBody } from '../ingest/read-body.ts';
import { Problem } from '../problem/problem.ts';
import { flatPayload, keptPayload } from './activity-log-schemas.ts';

/** Adds `POST /api/activity-log/`, the address for `LOGGER_URL`, with and without its last slash. */
export function activityLogRoutes(app: CollectorApp, tools: IngestTools, gate: Gate): void {
  void app.register(async (scope: CollectorApp) => {
    // The body is read below, under the caps that all posted entries have together.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', (_request, payload, done) =>
      done(null, payload),
    );
    addRoute(scope, tools, gate);
  });
}

function addRoute(scope: CollectorApp, tools: IngestTools, gate: Gate): void {
  scope.route({
    method: 'POST',
    url: '/api/activity-log/',
    schema: {
      operationId: 'postActivity',
      summary: 'Keep an activity as 29 texts',
      description:
        'The payload of document 000; further texts are kept too. Safe to repeat with the same `auditID`: 200 instead of 201, and 409 if the content is another one.',
      tags: ['activity'],
      body: flatPayload,
      response: { 200: keptPayload, 201: keptPayload },
    },
    // The schema of the body is for the documentation.
    validatorCompiler: () => (value) => ({ value }),
    handler: async (request, reply) => {
      const pass = gate.enter();
      try {
        const caller = callerOf(request);
        const posted = await receive(request, pass, tools.limits, caller.tenant);
        const elements = { single: true, list: [Buffer.from(JSON.stringify(posted))] };
        const [line] = await ingest(elements, caller, tools);
        const { entry, fate } = line ?? {};
        // It is a part of an entry, and those are always given back.
        if (entry === undefined) throw new Error('The entry was kept and is not there');
        const { auditID } = activityPayload(entry);
        return reply.code(fate === 'duplicate' ? 200 : 201).send({ auditID, id: entry.id });
      } finally {
        pass.leave();
      }
    },
  });
}

async function receive(
  request: FastifyRequest,
  pass: Pass,
  limits: IngestLimits,
  tenant: string,
): Promise<ReturnType<typeof readActivityPayload>> {
  const body = await readBody(request.raw as IncomingMessage, {
    encoding: request.headers['content-encoding'],
    length: request.headers['content-length'],
    limitBytes: limits.bodyBytes,
    take: pass.take,
  });
  const { single, list } = cutElements(body, 'json', limits);
  const [bytes] = list;
  if (!single || bytes === undefined) throw new Problem('BODY_INVALID', 'Send one JSON object.');
  const parsed = parseElement(bytes, limits);
  if ('unreadable' in parsed) {
    throw new Problem(parsed.unreadable, `The body ${parsed.reason}.`);
  }
  try {
    return readActivityPayload(parsed.value, tenant);
  } catch (error) {
    if (!isWhodidError(error, 'ENTRY_INVALID')) throw error;
    const { path, wanted } = error.facts;
    const subject = path === '' ? 'The body' : path;
    throw new Problem('BODY_INVALID', `${subject} must be ${wanted}`, { facts: { path, wanted } });
  }
}
