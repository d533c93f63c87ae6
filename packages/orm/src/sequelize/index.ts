import { type Recorder, WhodidError } from '@whodid/core';
import type { ChangeOptions } from '../change/change-options.ts';
import { ChangePolicy } from '../change/change-policy.ts';
import { observeSource } from '../observe-source.ts';

export type { ChangeOptions } from '../change/change-options.ts';

/** The part of Sequelize that we use and that is in its types. */
export interface SequelizeLike {
  readonly models: object;
}

interface Sequelize {
  readonly models: Readonly<Record<string, { readonly tableName?: unknown }>>;
  addHook(event: string, name: string, hook: (connection: unknown) => void): unknown;
  removeHook(event: string, name: string): unknown;
}

let installed = 0;

/**
 * Records every change that Sequelize makes on PostgreSQL, when it is committed. Call it before the
 * first query, and after the models are defined: entries have their names.
 *
 * @returns stops the capture.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for arguments that cannot be used.
 */
export function captureSequelize(
  recorder: Recorder,
  sequelize: SequelizeLike,
  options?: ChangeOptions,
): () => void {
  if (!isSequelize(sequelize)) {
    const wanted = 'an instance of Sequelize';
    const got = typeof sequelize;
    throw new WhodidError('CONFIG_INVALID', { option: 'captureSequelize.sequelize', wanted, got });
  }
  const policy = new ChangePolicy('captureSequelize', recorder, options, namesOf(sequelize));
  const stops: (() => void)[] = [];
  installed += 1;
  const name = `whodid-${installed}`;
  sequelize.addHook('afterConnect', name, (connection) => {
    try {
      stops.push(observeSource(connection, policy, 'captureSequelize'));
    } catch (error) {
      recorder.fault('orm.sequelize', error);
    }
  });
  return () => {
    sequelize.removeHook('afterConnect', name);
    for (const stop of stops) stop();
  };
}

function isSequelize(value: unknown): value is Sequelize {
  const { addHook, removeHook } = (value ?? {}) as Record<string, unknown>;
  return typeof addHook === 'function' && typeof removeHook === 'function';
}

function namesOf({ models }: Sequelize): Readonly<Record<string, string>> {
  const named = Object.entries(models).map(([name, { tableName }]) => [String(tableName), name]);
  return Object.fromEntries(named);
}
