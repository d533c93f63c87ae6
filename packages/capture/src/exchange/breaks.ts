import type { EventEmitter } from 'node:events';
import { Socket } from 'node:net';

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

/** The exchanges that are open on one connection, oldest first. */
export type OpenExchanges = Breakable[];

const byConnection = new WeakMap<object, OpenExchanges>();
/** Those of all connections that will tell when they close. */
const everywhere = new Set<OpenExchanges>();
let watchingExit = false;

/**
 * Tells an exchange when its connection closes or the process exits.
 *
 * The response's own `close` is not enough: a pipelined response that waits its turn has no
 * connection yet, and in Node 20 hears nothing when the client hangs up. One listener serves all
 * exchanges of a connection, however many it carries.
 *
 * @returns what {@link unwatchBreaks} needs.
 */
export function watchBreaks(
  connection: EventEmitter | null | undefined,
  exchange: Breakable,
): OpenExchanges {
  // Requests that were made up, by tests and by serverless platforms, come without.
  if (typeof connection?.once !== 'function') return [];
  const open = byConnection.get(connection) ?? firstOn(connection);
  open.push(exchange);
  return open;
}

/** Stops what {@link watchBreaks} started. */
export function unwatchBreaks(open: OpenExchanges, exchange: Breakable): void {
  // Nearly always it is the only one.
  if (open.at(-1) === exchange) open.pop();
  else if (open.includes(exchange)) open.splice(open.indexOf(exchange), 1);
}

/** The exchanges that are open on a connection, oldest first. */
export function openOn(connection: object): readonly Breakable[] {
  return byConnection.get(connection) ?? [];
}

function firstOn(connection: EventEmitter): OpenExchanges {
  const open: OpenExchanges = [];
  byConnection.set(connection, open);
  connection.once('close', () => {
    everywhere.delete(open);
    breakOffAll(open, 'connection_closed');
  });
  if (connection instanceof Socket) everywhere.add(open);
  watchExit();
  return open;
}

function breakOffAll(open: OpenExchanges, cause: BreakCause): void {
  for (const each of [...open]) each.breakOff(cause);
}

function watchExit(): void {
  if (watchingExit) return;
  watchingExit = true;
  // First in line: a recorder closes in its own `exit` listener.
  process.prependOnceListener('exit', () => {
    for (const open of everywhere) breakOffAll(open, 'process_exited');
  });
}
