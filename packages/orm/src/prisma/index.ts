import { type Recorder, WhodidError } from '@whodid/core';
import type { ChangeOptions } from '../change/change-options.ts';
import { ChangePolicy } from '../change/change-policy.ts';
import { observeSource } from '../observe-source.ts';
import type { SqliteClass } from '../sqlite/sqlite-like.ts';

export type { ChangeOptions } from '../change/change-options.ts';
export type { SqliteClass, SqliteDatabase, SqliteStatement } from '../sqlite/sqlite-like.ts';

/** What a Prisma client is given as `adapter`. */
export interface PrismaAdapterLike {
  connect(): Promise<object>;
}

/**
 * Records every change that Prisma makes, when it is committed. For PostgreSQL hand over the adapter of
 * `@prisma/adapter-pg` before the Prisma client gets it; for `@prisma/adapter-libsql`, which keeps its
 * connections to itself, the class `Database` of `libsql`.
 *
 * @returns stops the capture.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for arguments that cannot be used.
 */
export function capturePrisma(
  recorder: Recorder,
  adapter: PrismaAdapterLike | SqliteClass,
  options?: ChangeOptions,
): () => void {
  const policy = new ChangePolicy('capturePrisma', recorder, options);
  if (typeof adapter === 'function') return observeSource(adapter, policy, 'capturePrisma');
  if (typeof adapter?.connect !== 'function') {
    const wanted = 'an adapter of Prisma';
    const got = typeof adapter;
    throw new WhodidError('CONFIG_INVALID', { option: 'capturePrisma.adapter', wanted, got });
  }
  return observeAdapter(adapter, policy);
}

function observeAdapter(adapter: PrismaAdapterLike, policy: ChangePolicy): () => void {
  const stops: (() => void)[] = [];
  const { connect } = adapter;
  adapter.connect = async () => {
    const connected = await Reflect.apply(connect, adapter, []);
    try {
      const { client } = connected as { readonly client?: unknown };
      stops.push(observeSource(client, policy, 'capturePrisma'));
    } catch (error) {
      policy.recorder.fault('orm.prisma', error);
    }
    return connected;
  };
  return () => {
    adapter.connect = connect;
    for (const stop of stops) stop();
  };
}
