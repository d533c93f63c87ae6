/** Every way an HTTP request can fail. Codes are public API. */
export type ProblemCode =
  | 'BODY_INVALID'
  | 'BODY_TOO_LARGE'
  | 'BUSY'
  | 'CLOSING'
  | 'CONTENT_TYPE_UNSUPPORTED'
  | 'CURSOR_INVALID'
  | 'ENCODING_UNSUPPORTED'
  | 'ENTRY_CONFLICT'
  | 'ENTRY_DAMAGED'
  | 'ENTRY_INVALID'
  | 'FORBIDDEN'
  | 'HEADERS_TOO_LARGE'
  | 'INTERNAL'
  | 'METHOD_NOT_ALLOWED'
  | 'NAME_TAKEN'
  | 'NOT_FOUND'
  | 'PARAMETER_INVALID'
  | 'QUERY_INVALID'
  | 'RATE_LIMITED'
  | 'REQUEST_INVALID'
  | 'REQUEST_TIMEOUT'
  | 'REVISION_CONFLICT'
  | 'SIGN_IN_FAILED'
  | 'STAGE_CONFLICT'
  | 'STORE_UNAVAILABLE'
  | 'STREAM_CONFLICT'
  | 'TOO_DEEP'
  | 'TOO_MANY_ENTRIES'
  | 'UNAUTHENTICATED'
  | 'VIEWS_FULL';

interface Kind {
  readonly status: number;
  readonly title: string;
}

const kinds: { readonly [C in ProblemCode]: Kind } = {
  BODY_INVALID: { status: 400, title: 'The body cannot be read' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  BUSY: { status: 503, title: 'Too much at once' },
  CLOSING: { status: 503, title: 'The collector is stopping' },
  CONTENT_TYPE_UNSUPPORTED: { status: 415, title: 'The content type is not supported' },
  CURSOR_INVALID: { status: 400, title: 'The cursor is not valid' },
  ENCODING_UNSUPPORTED: { status: 415, title: 'The content encoding is not supported' },
  ENTRY_CONFLICT: { status: 409, title: 'Another entry has this id' },
  ENTRY_DAMAGED: { status: 500, title: 'An entry is damaged' },
  ENTRY_INVALID: { status: 422, title: 'The entry is not valid' },
  FORBIDDEN: { status: 403, title: 'Not allowed' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The address or the headers are too long' },
  INTERNAL: { status: 500, title: 'The collector failed' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The method is not allowed here' },
  NAME_TAKEN: { status: 409, title: 'The name is taken' },
  NOT_FOUND: { status: 404, title: 'There is nothing here' },
  PARAMETER_INVALID: { status: 400, title: 'A parameter is not valid' },
  QUERY_INVALID: { status: 400, title: 'The query cannot be read' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  REQUEST_INVALID: { status: 400, title: 'The request cannot be read' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request came too slowly' },
  REVISION_CONFLICT: { status: 409, title: 'Somebody else was first' },
  SIGN_IN_FAILED: { status: 401, title: 'Signing in failed' },
  STAGE_CONFLICT: { status: 409, title: 'The stage does not allow this' },
  STORE_UNAVAILABLE: { status: 503, title: 'The store is not available' },
  STREAM_CONFLICT: { status: 409, title: 'The stream cannot be changed so' },
  TOO_DEEP: { status: 400, title: 'The JSON is nested too deeply' },
  TOO_MANY_ENTRIES: { status: 413, title: 'Too many entries in one request' },
  UNAUTHENTICATED: { status: 401, title: 'Credentials are needed' },
  VIEWS_FULL: { status: 409, title: 'There are too many views' },
};

/** Every code, for documentation and tests. */
export const problemCodes: readonly ProblemCode[] = Object.keys(kinds) as ProblemCode[];

/** Members that only some problems have. They never hold captured values. */
export type ProblemFacts = { readonly [fact: string]: unknown };

export interface ProblemOptions {
  readonly facts?: ProblemFacts;
  readonly headers?: { readonly [name: string]: string };
  readonly cause?: unknown;
}

/** What an error answer says, in the form of RFC 9457. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly [fact: string]: unknown;
}

/** A failed request. Thrown anywhere below a route, it becomes the answer. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly headers: { readonly [name: string]: string };
  readonly #facts: ProblemFacts;

  /** @param detail - One sentence for people. Never a captured value, never a secret. */
  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.headers = { ...standing[code], ...options.headers };
    this.#facts = options.facts ?? {};
  }

  get status(): number {
    return kinds[this.code].status;
  }

  body(): ProblemBody {
    return {
      type: `urn:whodid:problem:${this.code.toLowerCase().replaceAll('_', '-')}`,
      title: kinds[this.code].title,
      status: this.status,
      code: this.code,
      detail: this.message,
      ...this.#facts,
    };
  }
}

// Headers that belong to a code wherever it is thrown.
const standing: { readonly [C in ProblemCode]?: { readonly [name: string]: string } } = {
  BUSY: { 'retry-after': '1' },
  CLOSING: { 'retry-after': '2' },
  STORE_UNAVAILABLE: { 'retry-after': '2' },
  ENCODING_UNSUPPORTED: { 'accept-encoding': 'gzip, zstd' },
};
