import { basePath, isMounted } from '../mount.ts';
import { ApiError, readProblem, signedOutOfApp, unreachable } from './problem.ts';

/**
 * Asks the collector and reads its JSON answer. The session cookie goes along by itself.
 *
 * @throws ApiError with the collector's problem, or `UNREACHABLE` if there was no answer.
 */
export async function requestJson(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await send(path, init);
  if (isMounted() && isRefusalOfApp(response)) throw signedOutOfApp();
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(readProblem(response.status, body));
  return body;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    // An app may send whoever is not signed in to its own page: that is an answer, and not ours.
    const redirect = isMounted() ? 'manual' : 'follow';
    return await fetch(basePath() + path, { credentials: 'same-origin', redirect, ...init });
  } catch (error) {
    // A request that we gave up ourselves is no fault of the collector.
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable(error);
  }
}

// What the collector refuses says why in a form of its own.
function isRefusalOfApp({ type, status, headers }: Response): boolean {
  if (type === 'opaqueredirect') return true;
  const isOurs = headers.get('content-type')?.startsWith('application/problem+json') === true;
  return (status === 401 || status === 403) && !isOurs;
}
