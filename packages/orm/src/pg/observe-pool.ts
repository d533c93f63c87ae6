import type { ChangePolicy } from '../change/change-policy.ts';
import { observeClient } from './observe-client.ts';
import type { PgClient, PgPool } from './pg-like.ts';

/** Sees every client that a pool has and will have. @returns ends it. */
export function observePool(pool: PgPool, policy: ChangePolicy): () => void {
  const stops: (() => void)[] = [];
  const observe = (client: PgClient): void => {
    stops.push(observeClient(client, policy));
  };
  for (const client of pool._clients ?? []) observe(client);
  pool.on('connect', observe);
  return () => {
    pool.removeListener('connect', observe);
    for (const stop of stops) stop();
  };
}
