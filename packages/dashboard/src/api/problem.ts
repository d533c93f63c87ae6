/** What the collector says when it refuses: RFC 9457, with a stable code. */
export interface Problem {
  readonly code: string;
  readonly statusCode: number;
  readonly title: string;
  readonly detail: string;
  /** First wrong character of a query, from 0. Only with `QUERY_INVALID`. */
  readonly at?: number;
  readonly length?: number;
  readonly suggestion?: string;
}

/** An answer that is not a success, or no answer at all (`code` is `UNREACHABLE`). */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: { readonly cause?: unknown }) {
    super(problem.detail, options);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

/** The problem behind a caught value. Whatever is not ours counts as `INTERNAL`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  return {
    code: 'INTERNAL',
    statusCode: 0,
    title: 'Something went wrong in this page',
    detail: error instanceof Error ? error.message : 'Unknown error',
  };
}

/** The collector did not answer: it is stopped, restarting, or the network is gone. */
export function unreachable(cause: unknown): ApiError {
  const problem = {
    code: 'UNREACHABLE',
    statusCode: 0,
    title: 'The collector does not answer',
    detail: 'It may be stopped or restarting. Nothing that it had confirmed is lost.',
  };
  return new ApiError(problem, { cause });
}

/** The app that these pages are a part of does not know whoever asks, or not any more. */
export function signedOutOfApp(): ApiError {
  const title = 'You are not signed in';
  return new ApiError({
    ...{ code: 'UNAUTHENTICATED', statusCode: 401, title },
    detail: 'The app that this is a part of asks you to sign in.',
  });
}

/** Reads a problem document. A proxy may have answered something else instead. */
export function readProblem(statusCode: number, body: unknown): Problem {
  const facts = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const title = textOr(facts.title, `The collector answered ${statusCode}`);
  return {
    code: textOr(facts.code, 'INTERNAL'),
    statusCode,
    title,
    detail: textOr(facts.detail, title),
    ...(typeof facts.at === 'number' ? { at: facts.at } : {}),
    ...(typeof facts.length === 'number' ? { length: facts.length } : {}),
    ...(typeof facts.suggestion === 'string' ? { suggestion: facts.suggestion } : {}),
  };
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}
