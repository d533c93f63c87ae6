import { type Recorder, WhodidError } from '@whodid/core';
import type { ChangeOptions } from '../change/change-options.ts';
import { ChangePolicy } from '../change/change-policy.ts';
import { observeClient } from './observe-client.ts';
import { observePool } from './observe-pool.ts';
import type { PgClient, PgClientLike, PgPool, PgPoolLike } from './pg-like.ts';

/**
 * Records every change that is sent through a pool or a client of `pg`, whatever sends it, when it is
 * committed. Before PostgreSQL 18 a write has its table, its kind and its count, and no values.
 *
 * @returns stops the capture. Transactions that are open are still recorded.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for arguments that cannot be used.
 */
export function capturePg(
  recorder: Recorder,
  source: PgPoolLike | PgClientLike,
  options?: ChangeOptions,
): () => void {
  return observePg(source, new ChangePolicy('capturePg', recorder, options), 'capturePg');
}

/** The same with a policy that is there already. */
export function observePg(source: unknown, policy: ChangePolicy, scope: string): () => void {
  if (isPool(source)) return observePool(source, policy);
  if (isClient(source)) return observeClient(source, policy);
  const wanted = 'a pool or a client of pg';
  throw new WhodidError('CONFIG_INVALID', {
    option: `${scope}.source`,
    wanted,
    got: typeof source,
  });
}

export function isPool(source: unknown): source is PgPool {
  return has(source, 'totalCount', 'number') && has(source, 'connect', 'function');
}

export function isClient(source: unknown): source is PgClient {
  return has(source, 'query', 'function') && has(source, 'connection', 'object');
}

function has(source: unknown, name: string, type: string): boolean {
  return typeof (source as Record<string, unknown> | null | undefined)?.[name] === type;
}
