import type { RouteAccess } from '../access/route-access.ts';
import { Problem, type ProblemCode, problemCodes } from '../problem/problem.ts';

/** What there is to know about a route to tell which problems it can give. */
export interface RouteFacts {
  readonly needed: RouteAccess | undefined;
  readonly url: string;
  readonly writes: boolean;
  readonly hasBody: boolean;
  readonly hasQuery: boolean;
  /** Statuses of problems that the route itself names among its answers. */
  readonly named: readonly number[];
}

const names: ReadonlyMap<number, string> = new Map([
  [400, 'Invalid'],
  [401, 'Unauthenticated'],
  [403, 'Forbidden'],
  [404, 'NotFound'],
  [409, 'Conflict'],
  [413, 'TooLarge'],
  [415, 'Unsupported'],
  [422, 'NotAnEntry'],
  [429, 'RateLimited'],
  [503, 'Unavailable'],
]);

const ref = (name: string): object => ({ $ref: `#/components/responses/${name}` });

/** The problems of a route, by status, as references to {@link problemResponses}. */
export function problemsOf(route: RouteFacts): { readonly [status: string]: object } {
  const byStatus = [...statusesOf(route)].flatMap((status) => {
    const name = names.get(status);
    return name === undefined ? [] : [[status, ref(name)]];
  });
  return { ...Object.fromEntries(byStatus), default: ref('Problem') };
}

function statusesOf({ needed, url, writes, hasBody, hasQuery, named }: RouteFacts): Set<number> {
  const open = needed === 'anyone';
  const when = (holds: boolean, ...statuses: number[]): number[] => (holds ? statuses : []);
  return new Set([
    ...when(hasBody || hasQuery, 400),
    ...when(!open, 401),
    // Whoever may do all there is may still come with a cookie from a foreign page.
    ...when(!open && (needed !== 'signed in' || writes), 403),
    ...when(url.includes('/:'), 404),
    ...when(hasBody, 413, 415),
    ...named,
    ...when(needed !== 'anyone' || hasBody, 429),
    503,
  ]);
}

/** `components.responses`: one for each status, with an example for each code. */
export function problemResponses(): { readonly [name: string]: object } {
  const named = [...names].map(([status, name]) => [name, responseOf(status, codesOf(status))]);
  const rest = problemCodes.filter((code) => !names.has(exampleOf(code).status));
  return { ...Object.fromEntries(named), Problem: responseOf(null, rest) };
}

function codesOf(status: number): readonly ProblemCode[] {
  return problemCodes.filter((code) => exampleOf(code).status === status);
}

function responseOf(status: number | null, codes: readonly ProblemCode[]): object {
  const examples = codes.map((code) => [code, { value: exampleOf(code) }]);
  const waits = status === 429 || status === 503;
  return {
    description: `${status === null ? 'Any other problem' : 'A problem'}: ${codes.join(', ')}`,
    ...(waits ? { headers: { 'Retry-After': retryAfter } } : {}),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

const retryAfter = {
  description: 'Whole seconds to wait before the next try',
  schema: { type: 'integer', minimum: 1 },
};

function exampleOf(code: ProblemCode): ReturnType<Problem['body']> {
  const { detail = 'A sentence for people', ...facts } = examples[code] ?? {};
  return new Problem(code, detail, { facts }).body();
}

/** What they say; a code that is not here is shown with a sentence that stands for any. */
const examples: {
  readonly [C in ProblemCode]?: { readonly detail: string; readonly [fact: string]: unknown };
} = {
  BODY_INVALID: {
    detail: 'name must be a name of 1 to 100 characters',
    path: 'name',
    wanted: 'a name of 1 to 100 characters',
  },
  BODY_TOO_LARGE: {
    detail: 'A body may have 8388608 bytes after decompression.',
    limitBytes: 8_388_608,
  },
  BUSY: { detail: 'Too much is being received at once. Nothing was written.' },
  CLOSING: { detail: 'The collector is stopping.' },
  CONTENT_TYPE_UNSUPPORTED: { detail: 'Send application/json.' },
  CURSOR_INVALID: { detail: 'The cursor is not one that this query gave out' },
  ENCODING_UNSUPPORTED: { detail: 'Compress with gzip, zstd or not at all.' },
  ENTRY_CONFLICT: { detail: 'Another entry has this id. It stays as it is.' },
  ENTRY_DAMAGED: {
    detail: 'The entry is damaged: what is kept is not what was written. Restore it from a backup.',
    damaged: ['01a21dd9-48d1-76b3-9e4a-d937e1cd90ea'],
  },
  ENTRY_INVALID: { detail: 'action must be text', path: 'action', wanted: 'text' },
  FORBIDDEN: { detail: 'This needs the scope read.', scope: 'read' },
  HEADERS_TOO_LARGE: { detail: 'Address and headers may have 16 KiB together.' },
  INTERNAL: { detail: 'Something failed inside the collector. Repeating the request is safe.' },
  METHOD_NOT_ALLOWED: { detail: 'This address takes GET, HEAD.' },
  NOT_FOUND: { detail: 'There is no entry of this id.' },
  PARAMETER_INVALID: {
    detail: 'limit must be a whole number from 1 to 500',
    parameter: 'limit',
    wanted: 'a whole number from 1 to 500',
  },
  QUERY_INVALID: {
    detail: 'There is no field actr at character 1, did you mean actor?',
    at: 0,
    length: 4,
    suggestion: 'actor',
  },
  RATE_LIMITED: {
    detail: 'requestsPerCredential allows 12000 a minute. Try again in 7 s.',
    what: 'requestsPerCredential',
    limit: 12_000,
  },
  REQUEST_INVALID: { detail: 'The address cannot be decoded.' },
  REQUEST_TIMEOUT: { detail: 'The request was not complete in time.' },
  STORE_UNAVAILABLE: { detail: 'The store does not answer. Nothing was written.' },
  TOO_DEEP: { detail: 'The body is nested more than 64 deep.' },
  TOO_MANY_ENTRIES: { detail: 'A body may have 1000 entries.' },
  UNAUTHENTICATED: {
    detail:
      'Send a valid key or token as "Authorization: Bearer KEY". It may be missing, wrong, expired or revoked.',
  },
};
