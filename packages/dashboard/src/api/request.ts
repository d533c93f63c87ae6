import { ApiError, readProblem, unreachable } from './problem.ts';

/**
 * Asks the collector and reads its JSON answer. The session cookie goes along by itself.
 *
 * @throws ApiError with the collector's problem, or `UNREACHABLE` if there was no answer.
 */
export async function requestJson(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await send(path, init);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(readProblem(response.status, body));
  return body;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'same-origin', ...init });
  } catch (error) {
    // A request that we gave up ourselves is no fault of the collector.
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable(error);
  }
}
