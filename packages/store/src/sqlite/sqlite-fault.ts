import { isWhodidError, WhodidError } from '@whodid/core';

const busy = 5;

// Result codes that tell of the machine and not of an entry: https://sqlite.org/rescode.html
const outages: ReadonlyMap<number, string> = new Map([
  [busy, 'the database is busy'],
  [6, 'the database is locked'],
  [7, 'out of memory'],
  [8, 'the database cannot be written to'],
  [10, 'the disk failed'],
  [11, 'the database is damaged'],
  [13, 'the disk is full'],
  [14, 'the database cannot be opened'],
  [26, 'the file is not a database'],
]);

/** What SQLite threw, as `STORE_UNAVAILABLE` if the machine is to blame, else as it is. */
export function toSqliteFault(error: unknown): unknown {
  if (isWhodidError(error)) return error;
  const reason = outages.get(resultCode(error)) ?? fileFault(error);
  if (reason === undefined) return error;
  return new WhodidError('STORE_UNAVAILABLE', { store: 'sqlite', reason }, { cause: error });
}

/** Whether SQLite threw it. */
export function isSqliteError(error: unknown): boolean {
  return resultCode(error) !== 0;
}

/** Whether another connection has the lock. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === busy;
}

// What `node:fs` throws has the name of the system call, and its code: `ENOTDIR`.
function fileFault(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined;
  return `the directory cannot be used (${error.code})`;
}

// The low byte; the others say more than we need.
function resultCode(error: unknown): number {
  if (!(error instanceof Error) || !('errcode' in error)) return 0;
  return Number(error.errcode) & 0xff;
}
