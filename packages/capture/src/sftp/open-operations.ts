import type { Ending } from './ending.ts';

/** An operation that is not over. */
export interface OpenOperation {
  /** Something, if it is an operation of `client`. */
  of(client: object): unknown;
  end(ending: Ending): void;
}

const open = new Set<OpenOperation>();
let watchesExit = false;

/** Ends an operation that is open when the process exits. */
export function beginOpen(operation: OpenOperation): void {
  open.add(operation);
  if (watchesExit) return;
  watchesExit = true;
  // First in line: a recorder closes in its own `exit` listener.
  process.prependOnceListener('exit', () => endEach(open, 'PROCESS_EXITED'));
}

/** Ends {@link beginOpen}. */
export function endOpen(operation: OpenOperation): void {
  open.delete(operation);
}

/**
 * Ends the operations of a client whose connection is closed, once each had the time to end by
 * itself: where several are open, the library lets some of them wait for ever.
 */
export function loseOpen(client: object): void {
  const lost = [...open].filter((operation) => operation.of(client) !== undefined);
  if (lost.length > 0) setImmediate(() => endEach(lost, 'CONNECTION_LOST'));
}

function endEach(operations: Iterable<OpenOperation>, reason: string): void {
  for (const each of operations) each.end({ outcome: 'unknown', reason });
}
