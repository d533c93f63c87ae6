import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { queryFailure } from '../query-failure.ts';

interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly at?: number;
  readonly length?: number;
  readonly suggestion?: string;
}

/** Turns an answer with an error (RFC 9457) into a failure with the exit code for it. */
export async function problemFailure(response: Response, query = ''): Promise<Failure> {
  const problem = await readProblem(response);
  const what = problem.detail ?? problem.title ?? `The collector answered ${response.status}`;
  if (problem.code === 'QUERY_INVALID') {
    const { at = 0, length = 1, suggestion } = problem;
    return queryFailure(query, { at, length, suggestion }, what);
  }
  return new Failure(exitCodeFor(response.status), what, fixFor(response.status));
}

async function readProblem(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return {};
  }
}

function exitCodeFor(statusCode: number): number {
  if (statusCode === 401 || statusCode === 403) return exitCodes.auth;
  if (statusCode === 404) return exitCodes.notFound;
  return statusCode === 503 ? exitCodes.unreachable : exitCodes.failed;
}

function fixFor(statusCode: number): string | undefined {
  if (statusCode === 401) return 'check WHODID_KEY; whodid keys create makes a new key';
  if (statusCode === 403) return 'use a key with the scope for this; see whodid keys list';
  return undefined;
}
