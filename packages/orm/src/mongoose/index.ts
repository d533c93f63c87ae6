import { type Recorder, WhodidError } from '@whodid/core';
import type { ChangeOptions } from '../change/change-options.ts';
import { ChangePolicy } from '../change/change-policy.ts';
import { type MongoClientLike, observeClient } from './observe-client.ts';

export type { ChangeOptions } from '../change/change-options.ts';

/** There is no outbox in a MongoDB. */
export type MongooseOptions = Omit<ChangeOptions, 'outbox'>;

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
  options?: MongooseOptions,
): () => void {
  const { outbox } = (options ?? {}) as ChangeOptions;
  if (outbox) refuse('outbox', 'absent, since there is none in a MongoDB', 'true');
  const { getClient, models = {} } = (source ?? {}) as Partial<MongooseConnectionLike>;
  const names = Object.entries(models).map(([name, { collection }]) => [
    collection.collectionName,
    name,
  ]);
  const policy = new ChangePolicy('captureMongoose', recorder, options, Object.fromEntries(names));
  const client = (getClient === undefined ? source : getClient.call(source)) as MongoClientLike;
  if (client?.monitorCommands !== true) {
    const wanted = 'a connection or client that was made with monitorCommands: true';
    refuse('source', wanted, typeof client);
  }
  return observeClient(client, policy);
}

function refuse(option: string, wanted: string, got: string): never {
  throw new WhodidError('CONFIG_INVALID', { option: `captureMongoose.${option}`, wanted, got });
}
