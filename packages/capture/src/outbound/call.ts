import { AsyncResource } from 'node:async_hooks';
import { type Draft, type DraftMessage, systemClock } from '@whodid/core';
import { BodyTap } from '../exchange/body-tap.ts';
import { type CallEnding, callOutcome } from './call-outcome.ts';
import { addOpenCall, type OpenCall, removeOpenCall } from './open-calls.ts';
import { type Outbound, skips } from './outbound.ts';
import type { OutboundCall } from './outbound-options.ts';
import { isUncaptured, uncaptured } from './uncaptured.ts';

/** Severity of an API call, as in `Entry.level`. */
const apiLevel = 22;

/** What a client knows of a call when it is over. */
export interface CallReport {
  readonly statusCode: number | undefined;
  readonly request: DraftMessage;
  readonly response: DraftMessage;
}

/**
 * One call to another service, watched until it is over. It records exactly one entry, then, with what
 * was ambient where the call was made.
 */
export class Call implements OpenCall {
  readonly requestTap: BodyTap;
  readonly responseTap: BodyTap;
  readonly #outbound: Outbound;
  readonly #call: OutboundCall;
  readonly #scope: AsyncResource;
  readonly #reportOf: (call: Call, ending: CallEnding) => CallReport;
  readonly #startedAt: number;
  readonly #startedMs: number;
  #over = false;

  constructor(
    outbound: Outbound,
    call: OutboundCall,
    scope: AsyncResource,
    reportOf: (call: Call, ending: CallEnding) => CallReport,
  ) {
    this.requestTap = new BodyTap(outbound.options.bodyLimitBytes);
    this.responseTap = new BodyTap(outbound.options.bodyLimitBytes);
    this.#outbound = outbound;
    this.#call = call;
    this.#scope = scope;
    this.#reportOf = reportOf;
    this.#startedAt = outbound.recorder.now();
    this.#startedMs = systemClock.monotonicMs();
    addOpenCall(this);
  }

  breakOff(): void {
    this.end({ how: 'exiting' });
  }

  /** Stops to watch. Somebody else records the call. */
  forget(): void {
    this.#over = true;
    removeOpenCall(this);
  }

  /** Records the one entry; does nothing the second time. Never throws. */
  end(ending: CallEnding): void {
    if (this.#over) return;
    this.forget();
    const { recorder } = this.#outbound;
    try {
      this.#scope.runInAsyncScope(() =>
        uncaptured(() => recorder.capture(() => this.#draft(ending))),
      );
    } catch {
      // A recorder never throws; a broken one must not take the app with it.
    }
  }

  #draft(ending: CallEnding): Draft {
    const { statusCode, request, response } = this.#reportOf(this, ending);
    const { outcome, error } = callOutcome(ending, statusCode);
    const { targets } = this.#outbound;
    const { method, url } = this.#call;
    return {
      kind: 'http.out',
      action: 'http.call',
      level: apiLevel,
      outcome,
      occurredAt: this.#startedAt,
      ...(targets === undefined ? {} : { targets }),
      http: {
        protocol: /^(?:https|wss):/i.test(url) ? 'https' : 'http',
        method,
        url,
        ...(statusCode === undefined ? {} : { statusCode }),
        durationMs: Math.round((systemClock.monotonicMs() - this.#startedMs) * 1000) / 1000,
        request,
        response,
        ...(error === undefined ? {} : { error }),
      },
    };
  }
}

/**
 * Begins to watch a call; `null` if it is not to be recorded, or if we fail. Never throws.
 *
 * @param reportOf - asked once, when the call is over.
 * @param scope - the async context of the caller, if that is not the current one.
 */
export function beginCall(
  outbound: Outbound,
  call: OutboundCall,
  reportOf: (call: Call, ending: CallEnding) => CallReport,
  scope: AsyncResource = new AsyncResource('WhodidCall'),
): Call | null {
  try {
    if (scope.runInAsyncScope(isUncaptured)) return null;
    if (scope.runInAsyncScope(() => skips(outbound, call))) return null;
    return new Call(outbound, call, scope, reportOf);
  } catch {
    // A recorder never throws; a broken one must not take the app with it.
    return null;
  }
}
