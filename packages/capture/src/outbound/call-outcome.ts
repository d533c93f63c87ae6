import type { Outcome } from '@whodid/core';
import { outcomeOfStatusCode } from '../exchange/outcome.ts';
import { failureText, isAbort } from './failure.ts';

/** How a call ended. */
export type CallEnding =
  /** The whole answer has come. */
  | { readonly how: 'answered' }
  /** The connection now speaks another protocol. */
  | { readonly how: 'switched' }
  | { readonly how: 'failed'; readonly error: unknown }
  /** Nobody will ever tell. */
  | { readonly how: 'lost' }
  | { readonly how: 'exiting' };

export interface CallOutcome {
  readonly outcome: Outcome;
  readonly error?: string;
}

/**
 * With what result, seen from this app: `denied` means that the other side refused us.
 *
 * An answer that did not come whole is a failure, although the other side may have done what it was
 * asked. If the app itself wanted no more than the status code, that code decides.
 */
export function callOutcome(ending: CallEnding, statusCode: number | undefined): CallOutcome {
  switch (ending.how) {
    case 'answered':
      return { outcome: statusCode === undefined ? 'unknown' : outcomeOfStatusCode(statusCode) };
    case 'switched':
      return { outcome: 'success' };
    case 'failed': {
      const error = failureText(ending.error);
      if (statusCode === undefined || !isAbort(ending.error)) return { outcome: 'failure', error };
      return { outcome: outcomeOfStatusCode(statusCode), error };
    }
    case 'lost':
      return { outcome: 'unknown' };
    case 'exiting':
      return { outcome: 'unknown', error: 'process_exited' };
  }
}
