import { type Recorder, WhodidError } from '@whodid/core';
import type { ChangeOptions } from '../change/change-options.ts';
import { ChangePolicy } from '../change/change-policy.ts';
import { type MongoClientLike, observeClient } from './observe-client.ts';

export type { ChangeOptions } from '../change/change-options.ts';

/** The parts of a connection of Mongoose that we use. */
export interface MongooseConnectionLike {
  getClient(): object;
  readonly models: {
    readonly [name: string]: { readonly collection: { readonly collectionName: string } };
  };
}

/**
 * Records the inserts, updates and deletes of a connection of Mongoose, or of a client of `mongodb`,
 * when they are committed. The client has to be made with `monitorCommands: true`.
 *
 * @returns stops the capture.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for arguments that cannot be used.
 */
export function captureMongoose(
  recorder: Recorder,
  source: MongooseConnectionLike | object,
  options?: ChangeOptions,
): () => void {
  const { getClient, models = {} } = (source ?? {}) as Partial<MongooseConnectionLike>;
  const names = Object.entries(models).map(([name, { collection }]) => [
    collection.collectionName,
    name,
  ]);
  const policy = new ChangePolicy('captureMongoose', recorder, options, Object.fromEntries(names));
  const client = (getClient === undefined ? source : getClient.call(source)) as MongoClientLike;
  if (client?.monitorCommands !== true) {
    const wanted = 'a connection or client that was made with monitorCommands: true';
    const got = typeof client;
    throw new WhodidError('CONFIG_INVALID', { option: 'captureMongoose.source', wanted, got });
  }
  return observeClient(client, policy);
}
