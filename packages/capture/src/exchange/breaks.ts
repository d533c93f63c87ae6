import type { EventEmitter } from 'node:events';

/** Something that can be broken off before it is over. */
export interface Breakable {
  breakOff(cause: BreakCause): void;
  /**
   * Hears that what the connection carries cannot be read on.
   *
   * @returns whether it was this one that could not be read.
   */
  garbled(error: string): boolean;
}
export type BreakCause = 'connection_closed' | 'process_exited';

const everywhere = new Set<Breakable>();
const byConnection = new WeakMap<object, Set<Breakable>>();
let watchingExit = false;

/**
 * Tells an exchange when its connection closes or the process exits.
 *
 * The response's own `close` is not enough: a pipelined response that waits its turn has no
 * connection yet and hears nothing when the client hangs up. One listener serves all exchanges of
 * a connection, however many it carries.
 */
export function watchBreaks(connection: EventEmitter, exchange: Breakable): void {
  everywhere.add(exchange);
  watchExit();
  const open = byConnection.get(connection);
  if (open !== undefined) {
    open.add(exchange);
    return;
  }
  const first = new Set([exchange]);
  byConnection.set(connection, first);
  connection.once('close', () => {
    for (const each of first) each.breakOff('connection_closed');
  });
}

/** Stops what {@link watchBreaks} started. */
export function unwatchBreaks(connection: EventEmitter, exchange: Breakable): void {
  everywhere.delete(exchange);
  byConnection.get(connection)?.delete(exchange);
}

/** The exchanges that are open on a connection, oldest first. */
export function openOn(connection: object): readonly Breakable[] {
  return [...(byConnection.get(connection) ?? [])];
}

function watchExit(): void {
  if (watchingExit) return;
  watchingExit = true;
  // First in line: a recorder closes in its own `exit` listener.
  process.prependOnceListener('exit', () => {
    for (const each of everywhere) each.breakOff('process_exited');
  });
}
