import type { Target } from '@whodid/core';
import type { z } from 'zod';
import type { CollectorApp } from '../collector-app.ts';
import type { Journal } from '../journal/journal.ts';
import { type keyInfo, keyList, keyParameters, keyToMake, madeKey } from '../openapi/schemas.ts';
import { Problem } from '../problem/problem.ts';
import { type Caller, callerOf } from './caller.ts';
import type { KeyInfo, Keys } from './keys.ts';

/** Adds the routes that list, make and end API keys. */
export function keyRoutes(app: CollectorApp, keys: Keys, journal: Journal): void {
  app.route({
    method: 'GET',
    url: '/v1/keys',
    schema: {
      operationId: 'listKeys',
      summary: 'List API keys',
      tags: ['access'],
      response: { 200: keyList },
    },
    handler: async (request) => ({ keys: keys.list(reachOf(callerOf(request))).map(shown) }),
  });
  app.route({
    method: 'POST',
    url: '/v1/keys',
    schema: {
      operationId: 'createKey',
      summary: 'Make an API key',
      description: 'The key itself is in this answer and nowhere else: only its hash is kept.',
      tags: ['access'],
      body: keyToMake,
      response: { 201: madeKey },
    },
    handler: async (request, reply) => {
      const { name, scopes, tenant, userId, expiresAt } = request.body;
      const { info, key } = keys.create({
        name,
        scopes,
        tenant: tenantFor(callerOf(request), tenant),
        userId,
        expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt),
      });
      await journal.write(
        {
          action: 'whodid.key.create',
          targets: [targetOf(info)],
          data: { scopes, tenant: info.tenant },
        },
        callerOf(request),
      );
      return reply.code(201).send({ ...shown(info), key });
    },
  });
  app.route({
    method: 'DELETE',
    url: '/v1/keys/:id',
    schema: {
      operationId: 'revokeKey',
      summary: 'End an API key',
      tags: ['access'],
      params: keyParameters,
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const ended = keys.revoke(request.params.id, reachOf(caller));
      if (ended === null) throw new Problem('NOT_FOUND', 'There is no key of this id.');
      const targets = [targetOf(ended)];
      await journal.write({ action: 'whodid.key.revoke', targets }, caller);
      return reply.code(204).send();
    },
  });
}

function targetOf({ id, name }: KeyInfo): Target {
  return { type: 'key', id, name };
}

// Whose keys somebody manages: `null` is everybody's.
function reachOf({ operator, tenant }: Caller): string | null {
  return operator ? null : tenant;
}

function tenantFor(caller: Caller, wanted = caller.tenant): string {
  if (caller.operator || wanted === caller.tenant) return wanted;
  throw new Problem('FORBIDDEN', 'A key can only be made for your own tenant.');
}

function shown(info: KeyInfo): z.output<typeof keyInfo> {
  const { id, name, scopes, tenant, userId, createdAt, expiresAt, lastUsedAt, revokedAt } = info;
  return {
    id,
    name,
    scopes: [...scopes],
    tenant,
    ...(userId === null ? {} : { userId }),
    createdAt: new Date(createdAt).toISOString(),
    ...time('expiresAt', expiresAt),
    ...time('lastUsedAt', lastUsedAt),
    ...time('revokedAt', revokedAt),
  };
}

function time<N extends string>(name: N, at: number | null): { readonly [K in N]?: string } {
  return (at === null ? {} : { [name]: new Date(at).toISOString() }) as {
    readonly [K in N]?: string;
  };
}
