import { ambient, type Recorder } from '@whodid/core';
import { beginCall, type Call, type CallReport } from '../outbound/call.ts';
import { callMessage } from '../outbound/call-message.ts';
import type { CallEnding } from '../outbound/call-outcome.ts';
import { createOutbound, type Outbound } from '../outbound/outbound.ts';
import type { OutboundOptions } from '../outbound/outbound-options.ts';
import { passedOn } from '../outbound/passed-on.ts';
import { enterUncaptured } from '../outbound/uncaptured.ts';
import type { AxiosConfig, AxiosHeaders, AxiosLike, Transform } from './axios-like.ts';
import { readAxiosHeaders } from './read-axios-headers.ts';

/** The options of {@link captureAxios}. */
export type AxiosCaptureOptions = OutboundOptions;

/**
 * Records every call of one axios instance, once each, with its address as the app knows it:
 * `baseURL`, `url` and `params` together. A redirect that is followed is part of the call. With
 * `captureHttpClient` or `captureFetch` beside it there is still one entry.
 *
 * Install it before other interceptors; an earlier one that replaces the error of a broken connection
 * hides it from us, and the entry then comes late, with outcome `unknown`. Of an answer as a stream
 * the entry has no body and comes with the headers. Answers and errors reach the app as they are.
 *
 * @returns stops the capture. Calls that are open are still recorded.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
 */
export function captureAxios(
  instance: AxiosLike,
  recorder: Recorder,
  options?: AxiosCaptureOptions,
): () => void {
  const capture = new AxiosCapture(instance, createOutbound('captureAxios', recorder, options));
  return () => capture.stop();
}

/** A call and what is known of it so far. Must not hold its config, see `#lost`. */
interface Watched {
  readonly call: Call;
  readonly told: Told;
}

interface Told {
  readonly headers: AxiosHeaders;
  statusCode?: number | undefined;
  answerHeaders?: AxiosHeaders;
}

class AxiosCapture {
  readonly #instance: AxiosLike;
  readonly #outbound: Outbound;
  readonly #open = new WeakMap<AxiosConfig, Watched>();
  /** Calls whose config is gone, so that nobody can tell any more how they ended. */
  readonly #lost = new FinalizationRegistry<Call>((call) => call.end({ how: 'lost' }));
  readonly #undo: (() => void)[];
  readonly #sends: Transform;
  readonly #answers: Transform;

  constructor(instance: AxiosLike, outbound: Outbound) {
    this.#instance = instance;
    this.#outbound = outbound;
    // Axios calls these inside the request itself: the last before it is sent, the first when its
    // answer has come, whatever other interceptors do.
    const capture = this;
    this.#sends = function (data, headers) {
      guard(() => capture.#begin(this, data, headers));
      return data;
    };
    this.#answers = function (data, headers, statusCode) {
      guard(() => capture.#answered(this, { data, headers, statusCode }));
      return data;
    };
    const { request, response } = instance.interceptors;
    const requestId = request.use((config) => {
      config.transformRequest = [...transforms(config.transformRequest), this.#sends];
      config.transformResponse = [this.#answers, ...transforms(config.transformResponse)];
      return config;
    });
    const responseId = response.use(
      (answer) => {
        guard(() => this.#end(answer, { how: 'answered' }));
        return answer;
      },
      (error) => {
        guard(() => this.#end(error, { how: 'failed', error }));
        throw error;
      },
    );
    this.#undo = [() => request.eject(requestId), () => response.eject(responseId)];
  }

  stop(): void {
    for (const each of this.#undo.splice(0)) each();
  }

  #begin(config: AxiosConfig, data: unknown, headers: AxiosHeaders): void {
    // Whoever looks at the config, or sends it once more, finds it as it was.
    config.transformRequest = without(config.transformRequest, this.#sends);
    const told: Told = { headers };
    const method = (config.method ?? 'get').toUpperCase();
    const call = beginCall(
      this.#outbound,
      { method, url: addressOf(this.#instance, config) },
      (ended, ending) => reportOf(ended, told, ending),
    );
    if (call === null) {
      config.transformResponse = without(config.transformResponse, this.#answers);
    } else {
      call.requestTap.add(data, undefined);
      this.#open.set(config, { call, told });
      this.#lost.register(config, call, call);
      if (this.#outbound.options.propagate) propagate(headers);
    }
    // The adapter uses `node:http` or `fetch`, whose captures would record the same call.
    enterUncaptured();
  }

  #answered(
    config: AxiosConfig,
    answer: {
      readonly data: unknown;
      readonly headers: AxiosHeaders;
      readonly statusCode: number | undefined;
    },
  ): void {
    const watched = this.#open.get(config);
    if (watched === undefined) return;
    const { call, told } = watched;
    told.statusCode = answer.statusCode;
    told.answerHeaders = answer.headers;
    // Without data the answer has broken off, and an error will tell.
    if (answer.data === undefined) return;
    call.responseTap.add(answer.data, undefined);
    this.#take(config);
    call.end({ how: 'answered' });
  }

  /** @param told - an answer or an error of axios, or what an earlier interceptor made of it. */
  #end(told: unknown, ending: CallEnding): void {
    const { config } = told as { readonly config?: AxiosConfig };
    if (config !== undefined) this.#take(config)?.call.end(ending);
  }

  #take(config: AxiosConfig): Watched | undefined {
    const watched = this.#open.get(config);
    if (watched === undefined) return undefined;
    config.transformResponse = without(config.transformResponse, this.#answers);
    this.#open.delete(config);
    this.#lost.unregister(watched.call);
    return watched;
  }
}

function reportOf(call: Call, told: Told, { how }: CallEnding): CallReport {
  const answered = how === 'answered';
  return {
    statusCode: told.statusCode,
    request: callMessage(readAxiosHeaders(told.headers), call.requestTap, answered),
    response: callMessage(readAxiosHeaders(told.answerHeaders), call.responseTap, answered),
  };
}

function addressOf(instance: AxiosLike, config: AxiosConfig): string {
  try {
    return instance.getUri(config);
  } catch {
    // A serialiser of the app's own that fails; axios will tell.
    return config.url ?? '';
  }
}

function transforms(given: unknown): readonly unknown[] {
  if (given === undefined || given === null) return [];
  return Array.isArray(given) ? given : [given];
}

function without(given: unknown, ours: Transform): readonly unknown[] {
  return transforms(given).filter((each) => each !== ours);
}

function propagate(headers: AxiosHeaders): void {
  for (const [name, value] of passedOn(ambient())) {
    if (headers.has?.(name) !== true) headers.set?.(name, value);
  }
}

/** What we do wrong must not fail the call of the app. */
function guard(look: () => void): void {
  try {
    look();
  } catch {
    // Then this call is recorded in part, or not.
  }
}
