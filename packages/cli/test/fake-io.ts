import assert from 'node:assert/strict';
import type { Io } from '../src/io.ts';
import { Stopped } from '../src/stopped.ts';

export interface FakeIo {
  readonly io: Io;
  stdout(): string;
  stderr(): string;
  stop(signal: NodeJS.Signals): void;
}

/** The process that a command sees, as a test wants it to be. Without terminal, environment, input. */
export function fakeIo(
  given: Partial<Pick<Io, 'env' | 'cwd' | 'stdin' | 'askHidden' | 'tty' | 'columns'>> = {},
): FakeIo {
  const written = { out: '', err: '' };
  const stop = new AbortController();
  const atOnce = new AbortController();
  const io: Io = {
    env: {},
    cwd: '/nowhere',
    stdin: nothing(),
    askHidden: async () => assert.fail('nobody is there to be asked'),
    tty: { stdin: false, stdout: false, stderr: false },
    columns: undefined,
    ...given,
    out: async (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    stop: stop.signal,
    atOnce: atOnce.signal,
  };
  return {
    io,
    stdout: () => written.out,
    stderr: () => written.err,
    stop: (signal) => stop.abort(new Stopped(signal)),
  };
}

async function* nothing(): AsyncGenerator<string> {}
