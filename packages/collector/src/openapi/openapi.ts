import swagger from '@fastify/swagger';
import type { RouteOptions } from 'fastify';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accessOf } from '../access/route-access.ts';
import type { CollectorApp } from '../collector-app.ts';
import { describeSchema } from './describe-schema.ts';
import { exampleLines } from './entry-example.ts';
import { finishDocument, type OpenapiDocument } from './finish-document.ts';
import { operationIdOf } from './operation-id.ts';
import { problemResponses, problemsOf } from './problem-responses.ts';
import { entry, keyInfo, postedEntry, problem, receipt } from './schemas.ts';
import { tags } from './tags.ts';

// A registry of our own, since zod's global one belongs to whoever uses this package.
const schemaRegistry = z
  .registry<{ id: string }>()
  .add(entry, { id: 'Entry' })
  .add(postedEntry, { id: 'PostedEntry' })
  .add(receipt, { id: 'Receipt' })
  .add(keyInfo, { id: 'Key' })
  .add(problem, { id: 'Problem' });
const zodToJsonConfig = { override: describeSchema };
const transform = createJsonSchemaTransform({ schemaRegistry, zodToJsonConfig });
const transformObject = createJsonSchemaTransformObject({ schemaRegistry, zodToJsonConfig });

const description = [
  'Receives, keeps and shows entries: who did what, when, and with what result.',
  'Every error is a problem as in RFC 9457 with a stable `code`.',
].join(' ');

/** Collects every route that is added after it into an OpenAPI document. */
export async function describeRoutes(app: CollectorApp): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'whodid collector',
        description,
        version: '1',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      externalDocs: { url: '/reference', description: 'The same to read in a browser' },
      servers: [{ url: '/', description: 'The collector that gave out this description' }],
      tags: [...tags],
      components: {
        securitySchemes: {
          key: {
            type: 'http',
            scheme: 'bearer',
            description: 'A key, or a token of an app’s own user: `Authorization: Bearer KEY`',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'whodid_session',
            description: 'What a sign-in gives to a browser. Writing also needs `x-whodid: 1`.',
          },
        },
        responses: problemResponses() as Record<string, { description: string }>,
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: (given) => {
      const { schema, url } = transform(given);
      return { url, schema: schema.hide ? schema : { ...schema, ...common(schema, given.route) } };
    },
    transformObject,
  });
}

interface RouteSchema {
  readonly operationId?: string;
  readonly description?: string;
  readonly consumes?: readonly string[];
  readonly body?: unknown;
  readonly querystring?: unknown;
  readonly response?: unknown;
}

// What every route has, said once here instead of at each route.
function common(schema: RouteSchema, { method, url }: RouteOptions): object {
  const verb = [method].flat()[0] ?? '';
  const { operationId = operationIdOf(verb, url), body, querystring, consumes, response } = schema;
  const needed = accessOf(verb, url);
  const isScope = needed !== 'anyone' && needed !== 'signed in' && needed !== 'history permission';
  const scope = isScope ? `Needs the scope \`${[needed].flat().join('` or `')}\`.` : '';
  const problems = problemsOf({
    needed,
    url,
    writes: verb !== 'GET',
    hasBody: body !== undefined,
    hasQuery: querystring !== undefined,
    named: Object.keys((response as object | undefined) ?? {})
      .map(Number)
      .filter(isProblem),
  });
  return {
    operationId,
    description: [schema.description, scope].filter(Boolean).join(' ') || undefined,
    ...(needed === 'anyone' ? { security: [] } : {}),
    ...(consumes?.includes(ndjson) && body !== undefined ? { body: inBothForms(body) } : {}),
    response: {
      ...((response as object | undefined) ?? { 204: { type: 'null', description: 'Done' } }),
      ...problems,
    },
  };
}

function isProblem(status: number): boolean {
  return status >= 400;
}

const ndjson = 'application/x-ndjson';

function inBothForms(body: unknown): object {
  const lines = {
    type: 'string',
    description: 'One entry a line',
    examples: [exampleLines],
  };
  return { content: { 'application/json': { schema: body }, [ndjson]: { schema: lines } } };
}

/** The document about all routes. Only once they all are added. */
export function documentOf(app: CollectorApp): OpenapiDocument {
  return finishDocument(app.swagger() as unknown as OpenapiDocument);
}

/** Adds `GET /openapi.json`. */
export function openapiRoute(app: CollectorApp): void {
  let document: OpenapiDocument | undefined;
  app.route({
    method: 'GET',
    url: '/openapi.json',
    schema: {
      operationId: 'getOpenapi',
      summary: 'This description',
      tags: ['health'],
      response: {
        200: z
          .looseObject({ openapi: z.string() })
          .describe('OpenAPI 3.1')
          .meta({ examples: [{ openapi: '3.1.0', info: { title: 'whodid collector' } }] }),
      },
    },
    handler: async () => {
      document ??= documentOf(app);
      return { ...document };
    },
  });
}
