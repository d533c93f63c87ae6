import type { Socket } from 'node:net';
import type { Outcome } from '@whodid/core';

/** How an exchange ended. */
export interface Ending {
  /** Absent if nothing of an answer was sent. */
  readonly statusCode: number | undefined;
  /** Whether the whole answer was handed to the operating system. */
  readonly delivered: boolean;
  /** Whether it was the client that closed the connection. */
  readonly clientGone: boolean;
  readonly exiting: boolean;
  /** What went wrong on our side, if somebody has told. */
  readonly error: string | undefined;
}

/** With what result, and what broke it off. */
export function outcomeOf(ending: Ending): { readonly outcome: Outcome; readonly error?: string } {
  const { statusCode, error } = ending;
  if (!ending.delivered) return brokenOff(ending);
  const outcome = outcomeOfStatusCode(statusCode ?? 0);
  return error === undefined || outcome === 'success' ? { outcome } : { outcome, error };
}

function brokenOff({ clientGone, exiting, error }: Ending): ReturnType<typeof outcomeOf> {
  if (error !== undefined) return { outcome: 'failure', error };
  if (exiting) return { outcome: 'unknown', error: 'process_exited' };
  return clientGone
    ? { outcome: 'unknown', error: 'client_closed' }
    : { outcome: 'failure', error: 'server_closed' };
}

/** 401 and 403 are denials, everything else from 400 a failure. */
export function outcomeOfStatusCode(statusCode: number): Outcome {
  if (statusCode === 401 || statusCode === 403) return 'denied';
  return statusCode >= 400 ? 'failure' : 'success';
}

const gone: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED']);

/** Whether the other side closed this connection, in good order or not. */
export function clientClosed(
  connection: Pick<Partial<Socket>, 'readableEnded' | 'errored'> | null | undefined,
): boolean {
  const { readableEnded, errored } = connection ?? {};
  return (
    readableEnded === true || gone.has((errored as { code?: unknown } | null | undefined)?.code)
  );
}
