import { type Recorder, WhodidError } from '@whodid/core';
import type { ChangeOptions } from '../change/change-options.ts';
import { ChangePolicy } from '../change/change-policy.ts';
import { observeSource } from '../observe-source.ts';

export type { ChangeOptions } from '../change/change-options.ts';

/** The part of Knex that is in its types. */
export interface KnexLike {
  // biome-ignore lint/suspicious/noExplicitAny: so it is in the types of Knex
  readonly client: any;
}

interface KnexClient {
  acquireRawConnection(): Promise<unknown>;
  readonly pool?: { readonly used?: readonly Held[]; readonly free?: readonly Held[] };
}
interface Held {
  readonly resource?: unknown;
}

/**
 * Records every change that a Knex instance makes, with `pg` or `better-sqlite3`, when it is committed.
 *
 * @returns stops the capture.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for arguments that cannot be used.
 */
export function captureKnex(
  recorder: Recorder,
  knex: KnexLike,
  options?: ChangeOptions,
): () => void {
  const policy = new ChangePolicy('captureKnex', recorder, options);
  const client: unknown = knex?.client;
  if (!isClient(client)) {
    const wanted = 'an instance of Knex with a pool';
    throw new WhodidError('CONFIG_INVALID', {
      option: 'captureKnex.knex',
      wanted,
      got: typeof knex,
    });
  }
  const stops: (() => void)[] = [];
  const observe = (connection: unknown): void => {
    try {
      stops.push(observeSource(connection, policy, 'captureKnex'));
    } catch (error) {
      recorder.fault('orm.knex', error);
    }
  };
  const { used = [], free = [] } = client.pool ?? {};
  for (const { resource } of [...used, ...free]) if (resource !== undefined) observe(resource);
  const original = client.acquireRawConnection;
  client.acquireRawConnection = async function acquireRawConnection() {
    const connection = await Reflect.apply(original, client, []);
    observe(connection);
    return connection;
  };
  return () => {
    client.acquireRawConnection = original;
    for (const stop of stops) stop();
  };
}

function isClient(client: unknown): client is KnexClient {
  return typeof (client as KnexClient | undefined)?.acquireRawConnection === 'function';
}
