import { constants } from 'node:os';
import type { Io } from './io.ts';
import { Stopped } from './stopped.ts';
import { askHidden } from './terminal/ask-hidden.ts';

const stopSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const parentCheckMs = 500;
// One Ctrl-C reaches us twice under npm and npx: from the terminal, and passed on by npm. Only a
// later one is meant as a second.
const echoMs = 400;

/** The real process as {@link Io}. Takes over its signals. */
export function processIo(): Io {
  const stop = new AbortController();
  const atOnce = new AbortController();

  let askedAt = 0;
  function ask(signal: NodeJS.Signals): void {
    if (!stop.signal.aborted) {
      askedAt = performance.now();
      stop.abort(new Stopped(signal));
    } else if (performance.now() - askedAt > echoMs) {
      atOnce.abort(new Stopped(signal));
      process.exit(128 + constants.signals[signal]);
    }
  }
  for (const signal of stopSignals) process.on(signal, ask);
  watchParent(process.env, () => stop.abort(new Stopped('SIGTERM')));

  // A reader such as `head` that has seen enough is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });

  return {
    out: (text) =>
      new Promise((resolve) => {
        if (process.stdout.write(text)) resolve();
        else process.stdout.once('drain', resolve);
      }),
    err: (text) => void process.stderr.write(text),
    stdin: process.stdin,
    askHidden: (question) => askHidden(question, () => ask('SIGINT')),
    env: process.env,
    cwd: process.cwd(),
    tty: {
      stdin: process.stdin.isTTY === true,
      stdout: process.stdout.isTTY === true,
      stderr: process.stderr.isTTY === true,
    },
    // A terminal of unknown width says 0.
    columns: process.stdout.columns || process.stderr.columns || undefined,
    stop: stop.signal,
    atOnce: atOnce.signal,
  };
}

// npm passes a signal on to the shell it started, and that shell ends without passing it on. We
// would stay behind, with the port and the store, so under npm we leave when the shell does.
function watchParent(env: NodeJS.ProcessEnv, leave: () => void): void {
  if (env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    leave();
  }, parentCheckMs);
  timer.unref();
}
