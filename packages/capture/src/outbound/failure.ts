const sane = /^[\w.-]{1,80}$/;
const aborts: ReadonlySet<unknown> = new Set(['AbortError', 'CanceledError', 'UND_ERR_ABORTED']);

interface ErrorLike {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
}

/**
 * Name and code of what ended a call, as in `Error: ECONNREFUSED`. Never the message, which may quote
 * the address that was called. Never throws.
 */
export function failureText(thrown: unknown): string {
  const { name, code, cause } = asError(thrown);
  const known = [code, cause === undefined ? undefined : asError(cause).code].find(isSane);
  const shown = isSane(name) ? name : 'Error';
  return known === undefined ? shown : `${shown}: ${known}`;
}

/** Whether it was the app that gave the call up, and not the network. Never throws. */
export function isAbort(thrown: unknown): boolean {
  const { name, code } = asError(thrown);
  return aborts.has(name) || aborts.has(code);
}

function asError(thrown: unknown): ErrorLike {
  try {
    // The network throws errors. Anything else is the reason that somebody gave for an abort.
    if (typeof thrown !== 'object' || thrown === null) return { name: 'AbortError' };
    const { name, code, cause } = thrown as ErrorLike;
    return { name, code, cause };
  } catch {
    return {};
  }
}

function isSane(value: unknown): value is string {
  return typeof value === 'string' && sane.test(value);
}
