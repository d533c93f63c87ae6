import { isWhodidError } from '@whodid/core';
import { Problem, type ProblemCode } from './problem.ts';

/**
 * Any caught value as a problem. What we do not know becomes `INTERNAL`, and nothing of it is told:
 * a foreign message may quote what somebody sent.
 */
export function toProblem(caught: unknown): Problem {
  if (caught instanceof Problem) return caught;
  return fromWhodid(caught) ?? fromFastify(caught) ?? internal(caught);
}

function internal(cause: unknown): Problem {
  const detail = 'Something failed inside the collector. Repeating the request is safe.';
  return new Problem('INTERNAL', detail, { cause });
}

function fromWhodid(caught: unknown): Problem | undefined {
  if (!isWhodidError(caught)) return undefined;
  const { message } = caught;
  switch (caught.code) {
    case 'QUERY_INVALID': {
      const { at, length, suggestion } = caught.facts;
      const facts = { at, length, ...(suggestion === undefined ? {} : { suggestion }) };
      return new Problem('QUERY_INVALID', message, { facts });
    }
    case 'CURSOR_INVALID':
      return new Problem('CURSOR_INVALID', message);
    case 'STORE_ARGUMENT':
      return new Problem('PARAMETER_INVALID', message, { facts: { ...caught.facts } });
    case 'ENTRY_DAMAGED':
      return damaged('The entry is damaged', [caught.facts.id]);
    case 'STORE_UNAVAILABLE':
      // The reason may name files and addresses of the server, so it stays here.
      return new Problem('STORE_UNAVAILABLE', 'The store does not answer. Nothing was written.', {
        cause: caught,
      });
    case 'STORE_CLOSED':
      return new Problem('CLOSING', 'The collector is stopping. Nothing was written.');
    default:
      return undefined;
  }
}

/** What is kept of these entries is not what was written, so they are not shown. */
export function damaged(what: string, ids: readonly string[]): Problem {
  const detail = `${what}: what is kept is not what was written. Restore it from a backup.`;
  return new Problem('ENTRY_DAMAGED', detail, { facts: { damaged: ids } });
}

interface FastifyFailure {
  readonly code?: unknown;
  readonly statusCode?: unknown;
}

const fastifyCodes = new Map<string, { readonly code: ProblemCode; readonly detail: string }>([
  [
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    { code: 'CONTENT_TYPE_UNSUPPORTED', detail: 'Send application/json.' },
  ],
  ['FST_ERR_CTP_BODY_TOO_LARGE', { code: 'BODY_TOO_LARGE', detail: 'The body is too large.' }],
  [
    'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
    { code: 'BODY_INVALID', detail: 'The body is not as long as its Content-Length says.' },
  ],
  ['FST_ERR_BAD_URL', { code: 'REQUEST_INVALID', detail: 'The address cannot be decoded.' }],
]);

function fromFastify(caught: unknown): Problem | undefined {
  if (!(caught instanceof Error)) return undefined;
  const failure = caught as FastifyFailure;
  const known = fastifyCodes.get(String(failure.code));
  if (known !== undefined) return new Problem(known.code, known.detail);
  const status = failure.statusCode;
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  if (status === 404) return new Problem('NOT_FOUND', 'There is nothing at this address.');
  return new Problem('REQUEST_INVALID', 'The request cannot be read.');
}
