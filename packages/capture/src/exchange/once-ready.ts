const waiting = new Set<() => void>();
let watchingExit = false;

/** Runs `fn` once: when `ready` settles, or when the process exits before that. */
export function onceReady(ready: Promise<unknown>, fn: () => void): void {
  watchExit();
  const run = (): void => {
    if (waiting.delete(run)) fn();
  };
  waiting.add(run);
  ready.then(run, run);
}

function watchExit(): void {
  if (watchingExit) return;
  watchingExit = true;
  // First in line: a recorder closes in its own `exit` listener.
  process.prependOnceListener('exit', () => {
    for (const run of [...waiting]) run();
  });
}
