import type { z } from 'zod';
import { callerOf } from '../access/caller.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { Journal } from '../journal/journal.ts';
import type { StreamInfo, StreamRegistry } from './stream-registry.ts';
import {
  streamInfo,
  streamList,
  streamListParameters,
  streamParameters,
  streamToMake,
} from './stream-schemas.ts';

const tags = ['streams'];

/** Adds the routes that list, make, rename and remove streams. */
export function streamRoutes(app: CollectorApp, streams: StreamRegistry, journal: Journal): void {
  readRoutes(app, streams);
  app.route({
    method: 'POST',
    url: '/v1/streams',
    schema: {
      summary: 'Declare a stream',
      description: 'Not needed before it is used. Shows one again that was removed.',
      tags,
      body: streamToMake,
      response: { 201: streamInfo },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const info = await streams.add(caller.tenant, request.body.name);
      await journal.write({ action: 'whodid.stream.add', targets: [targetOf(info)] }, caller);
      return reply.code(201).send(shown(info));
    },
  });
  app.route({
    method: 'PATCH',
    url: '/v1/streams/:name',
    schema: {
      summary: 'Rename a stream',
      description:
        'Its entries stay as they are: they are found by the new name and by the one that they bear.',
      tags,
      params: streamParameters,
      body: streamToMake,
      response: { 200: streamInfo },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const { name: from } = request.params;
      const info = await streams.rename(caller.tenant, from, request.body.name);
      const data = { from, to: info.name };
      await journal.write(
        { action: 'whodid.stream.rename', targets: [targetOf(info)], data },
        caller,
      );
      return shown(info);
    },
  });
  app.route({
    method: 'DELETE',
    url: '/v1/streams/:name',
    schema: {
      summary: 'Remove a stream from the list',
      description:
        'Its entries stay and are found as before. It is listed again when a newer one comes. INTERNAL cannot be removed.',
      tags,
      params: streamParameters,
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const { name } = request.params;
      await streams.remove(caller.tenant, name);
      await journal.write(
        { action: 'whodid.stream.remove', targets: [targetOf({ name })] },
        caller,
      );
      return reply.code(204).send();
    },
  });
}

function readRoutes(app: CollectorApp, streams: StreamRegistry): void {
  app.route({
    method: 'GET',
    url: '/v1/streams',
    schema: {
      summary: 'List streams',
      description: 'Also those that nobody has declared and that entries belong to.',
      tags,
      querystring: streamListParameters,
      response: { 200: streamList },
    },
    handler: async (request) => {
      const all = await streams.list(callerOf(request).tenant);
      const wanted = all.filter(({ removed }) => request.query.removed === 'true' || !removed);
      return { streams: wanted.map(shown) };
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/streams/:name',
    schema: {
      summary: 'One stream, by its name or a former one',
      tags,
      params: streamParameters,
      response: { 200: streamInfo },
    },
    handler: async (request) =>
      shown(await streams.find(callerOf(request).tenant, request.params.name)),
  });
}

function targetOf({ name }: Pick<StreamInfo, 'name'>): { type: 'stream'; id: string } {
  return { type: 'stream', id: name };
}

function shown({ lastAt, formerNames, ...info }: StreamInfo): z.output<typeof streamInfo> {
  return {
    ...info,
    formerNames: [...formerNames],
    ...(lastAt === null ? {} : { lastAt: new Date(lastAt).toISOString() }),
  };
}
