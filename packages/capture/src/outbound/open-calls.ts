/** A call that can still be broken off. */
export interface OpenCall {
  breakOff(): void;
}

const open = new Set<OpenCall>();
let watchingExit = false;

/** Remembers a call until it is over, so that the end of the process ends it, too. */
export function addOpenCall(call: OpenCall): void {
  open.add(call);
  if (watchingExit) return;
  watchingExit = true;
  // First in line: a recorder closes in its own `exit` listener.
  process.prependOnceListener('exit', () => {
    for (const each of [...open]) each.breakOff();
  });
}

export function removeOpenCall(call: OpenCall): void {
  open.delete(call);
}

/** How many calls are not over. */
export function openCallCount(): number {
  return open.size;
}
