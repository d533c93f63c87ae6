// The seams of a write: every step from the app's call to its answer, and whose turn it is to die there.
import fs, { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type pg from 'pg';

/** Where in an operation a process is. */
export type Phase = 'between' | 'statement' | 'commit' | 'return';

const { SEAM = '', KILLED = '' } = process.env;
/** In which phase, and at which of its seams. */
const [aim, number] = SEAM.split(' ');
let left = Number(number);
let phase: Phase = 'between';

export function beginOperation(): void {
  phase = 'statement';
}

export function endOperation(): void {
  phase = 'between';
}

/** Dies here if this is the seam that was asked for. */
function seam(): void {
  if (phase !== aim) return;
  left -= 1;
  if (left > 0) return;
  appendFileSync(KILLED, `${phase}\n`);
  process.kill(process.pid, 'SIGKILL');
}

/** What ends the transaction of the operation, whoever has begun it. */
const commits = /\bcommit\b|^\s*release whodid/i;

function around<T>(sql: string, run: () => T): T {
  const committing = phase === 'statement' && commits.test(sql);
  seam();
  if (committing) phase = 'commit';
  try {
    return run();
  } finally {
    seam();
  }
}

/** Appends to the ring have a seam before and after them. To be called before anything is imported. */
export function seamsInFiles(): void {
  const { writeSync } = fs;
  fs.writeSync = function write(...args: never[]) {
    seam();
    try {
      return Reflect.apply(writeSync, fs, args);
    } finally {
      seam();
    }
  } as typeof writeSync;
  syncBuiltinESMExports();
}

type Method = (...args: unknown[]) => unknown;

/** What is sent to PostgreSQL, and each message that comes from there. */
export function seamsInPostgres(client: pg.Client): void {
  const { connection } = client as unknown as {
    connection: Record<'query' | 'sync', Method> & NodeJS.EventEmitter;
  };
  const { query, sync } = connection;
  connection.query = (...args) =>
    around(String(args[0]), () => Reflect.apply(query, connection, args));
  connection.sync = (...args) => around('', () => Reflect.apply(sync, connection, args));
  for (const message of ['commandComplete', 'readyForQuery']) {
    connection.prependListener(message, ({ text }: { readonly text?: string }) => {
      if (text === 'COMMIT' && phase === 'commit') phase = 'return';
      seam();
    });
  }
}

/** Each call of SQLite: those of the app and ours. */
export function seamsInSqlite(prototype: object): void {
  const target = prototype as Record<'exec' | 'prepare', Method>;
  const { exec, prepare } = target;
  const step = (sql: string, run: () => unknown): unknown => {
    const result = around(sql, run);
    if (phase === 'commit') phase = 'return';
    return result;
  };
  target.exec = function exec_(this: unknown, ...args) {
    return step(String(args[0]), () => Reflect.apply(exec, this, args));
  };
  target.prepare = function prepare_(this: unknown, ...args) {
    const statement = Reflect.apply(prepare, this, args) as Record<'run' | 'all' | 'get', Method>;
    for (const name of ['run', 'all', 'get'] as const) {
      const original = statement[name];
      statement[name] = (...values) =>
        step(String(args[0]), () => Reflect.apply(original, statement, values));
    }
    return statement;
  };
}
