import { isWhodidError, WhodidError } from '@whodid/core';

/** What a driver threw, as an error of ours. What we do not know is taken for an outage. */
export function toStoreFault(store: string, error: unknown): Error {
  if (isWhodidError(error)) return error;
  // The text of a foreign error may hold values of an entry; its name cannot.
  const reason = error instanceof Error ? error.name : 'the driver failed';
  return new WhodidError('STORE_UNAVAILABLE', { store, reason }, { cause: error });
}
