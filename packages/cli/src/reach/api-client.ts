import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Address } from './find-collector.ts';
import { problemFailure } from './problem-failure.ts';

/** A request to the collector. */
interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** As in `/v1/entries`. */
  readonly path: string;
  readonly parameters?: { readonly [name: string]: string | undefined };
  readonly body?: { readonly type: string; readonly text: string };
  /** The query text that is in the request, to point into if the collector cannot read it. */
  readonly query?: string;
}

/** Speaks to one collector. */
export interface ApiClient {
  readonly url: string;
  /**
   * Sends a request and hands out the answer, whose code is 2xx.
   *
   * @throws Failure 6 for 401 and 403, 4 for 404, 2 for a query it cannot read, 7 if nobody
   * answers or the collector cannot work, 1 for the rest.
   */
  send(request: ApiRequest): Promise<Response>;
  /** {@link send}, and reads the answer as JSON. */
  json<T>(request: ApiRequest): Promise<T>;
}

const answerMs = 30_000;

/** An API client for one collector. `stop` ends what is under way. */
export function createApiClient({ url, key }: Address, stop: AbortSignal): ApiClient {
  async function send(request: ApiRequest): Promise<Response> {
    const address = new URL(request.path, url);
    for (const [name, value] of Object.entries(request.parameters ?? {})) {
      if (value !== undefined) address.searchParams.set(name, value);
    }
    const response = await answerOf(address, request, key, stop);
    if (!response.ok) throw await problemFailure(response, request.query);
    return response;
  }
  return {
    url,
    send,
    json: async <T>(request: ApiRequest) => (await (await send(request)).json()) as T,
  };
}

async function answerOf(
  address: URL,
  { method = 'GET', body }: ApiRequest,
  key: string,
  stop: AbortSignal,
): Promise<Response> {
  // Only the wait for the answer has a limit; what follows, a live stream perhaps, may take long.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), answerMs);
  try {
    return await fetch(address, {
      method,
      redirect: 'error',
      signal: AbortSignal.any([stop, late.signal]),
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': body.type }),
      },
      ...(body === undefined ? {} : { body: body.text }),
    });
  } catch (error) {
    stop.throwIfAborted();
    throw unreachable(address, error);
  } finally {
    clearTimeout(timer);
  }
}

function unreachable(address: URL, error: unknown): Failure {
  const { code, message } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
  const reason = code ?? message ?? 'no answer in 30 s';
  return new Failure(
    exitCodes.unreachable,
    `The collector at ${address.origin} does not answer (${reason})`,
    'is it running? whodid doctor tells more',
    { cause: error },
  );
}
