import swagger from '@fastify/swagger';
import type { RouteOptions } from 'fastify';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accessOf } from '../access/route-access.ts';
import type { CollectorApp } from '../collector-app.ts';
import { entry, problem } from './schemas.ts';

// A registry of our own, since zod's global one belongs to whoever uses this package.
const schemaRegistry = z
  .registry<{ id: string }>()
  .add(entry, { id: 'Entry' })
  .add(problem, { id: 'Problem' });
const transform = createJsonSchemaTransform({ schemaRegistry });
const transformObject = createJsonSchemaTransformObject({ schemaRegistry });

/** Collects every route that is added after it into an OpenAPI document. */
export async function describeRoutes(app: CollectorApp): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'whodid collector',
        description: 'Receives, keeps and shows entries: who did what, when, and with what result.',
        version: '1',
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'whodid_session' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: (given) => {
      const { schema, url } = transform(given);
      return { url, schema: schema.hide ? schema : { ...schema, ...common(schema, given.route) } };
    },
    transformObject: (given) => withoutInputs(transformObject(given)),
  });
}

// Each named schema comes a second time as `...Input`. Ours only ever go out.
function withoutInputs(document: ReturnType<typeof transformObject>): typeof document {
  if (!('components' in document)) return document;
  const named = Object.entries(document.components?.schemas ?? {});
  const schemas = Object.fromEntries(named.filter(([name]) => !name.endsWith('Input')));
  return { ...document, components: { ...document.components, schemas } } as typeof document;
}

// What every route has, said once here instead of at each route.
function common(
  schema: { readonly response?: unknown; readonly description?: string },
  { method, url }: RouteOptions,
): object {
  const needed = accessOf([method].flat()[0] ?? '', url);
  const scope =
    needed === 'anyone' || needed === 'signed in' ? '' : `Needs the scope \`${needed}\`.`;
  return {
    description: [schema.description, scope].filter(Boolean).join(' ') || undefined,
    ...(needed === 'anyone' ? { security: [] } : {}),
    response: {
      ...((schema.response as object | undefined) ?? {
        204: { type: 'null', description: 'Done' },
      }),
      default: {
        description: 'A problem, as in RFC 9457',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  };
}

/** Adds `GET /openapi.json`. */
export function openapiRoute(app: CollectorApp): void {
  app.route({
    method: 'GET',
    url: '/openapi.json',
    schema: {
      summary: 'This description',
      tags: ['health'],
      response: { 200: z.looseObject({}).describe('OpenAPI 3.1') },
    },
    handler: async () => ({ ...app.swagger() }),
  });
}
