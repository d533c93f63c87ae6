import type { Recorder } from '@whodid/core';
import { outbox } from '../fixtures/mode.ts';
import type { DatabaseName } from './scene.ts';

/** The rows of the matrix: what each means is the same for every library. */
export const operations = [
  'create',
  'update',
  'updateMany',
  'upsert',
  'delete',
  'deleteMany',
  'nested write',
  'connect',
  'disconnect',
  'raw SQL',
  'transaction',
  'rollback',
  'savepoint',
  'retry',
] as const;
export type Operation = (typeof operations)[number];

/** What an operation does, or why there is no such operation. */
export type Cell = ((tools: Tools) => Promise<unknown>) | string;

export interface Tools {
  /** Makes the present transaction one that cannot be serialized; only the first time. */
  interfere(): Promise<void>;
}

export interface OpenLibrary {
  readonly cells: Readonly<Record<Operation, Cell>>;
  close(): Promise<unknown>;
}

export interface Library {
  readonly name: string;
  readonly database: DatabaseName;
  /** @param address - that of the PostgreSQL server, or a file. */
  open(recorder: Recorder, address: string): Promise<OpenLibrary>;
}

/** The truth is not part of what is changed by the library. */
export const options = { excludeModels: ['truth'], outbox } as const;

export const oneWriter = 'SQLite has one writer at a time: nothing fails to serialize';
export const noNested = 'the library has no nested writes';

/** The error that a transaction is rolled back with. */
export class Rollback extends Error {}

export async function rolledBack(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Rollback)) throw error;
  }
}

/** Runs a transaction again if it could not be serialized, as applications do. */
export async function retried(run: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run();
      return;
    } catch (error) {
      if (attempt === 3 || !isSerialization(error)) throw error;
    }
  }
}

function isSerialization(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, cause, parent, meta } = error as Record<string, unknown>;
  if (code === '40001' || code === 'P2034') return true;
  return [cause, parent, meta].some(isSerialization);
}
