import { WhodidError } from '../errors.ts';
import type { JsonAnswer } from './post-json.ts';
import { readRetryAfter } from './retry-after.ts';
import type { Receipt } from './transport.ts';

/** Answers that say nothing of what was sent, but of the address, the token or the moment. */
const troubles: ReadonlyMap<number, string> = new Map([
  [401, 'it does not accept the token (401)'],
  [403, 'the token may not send entries (403)'],
  [404, 'there is no logger at this address (404)'],
  [405, 'there is no logger at this address (405)'],
  [407, 'a proxy asks for credentials (407)'],
  [408, 'it had no patience (408)'],
  [421, 'the address leads to another server (421)'],
  [425, 'it asks to come later (425)'],
  [429, 'it asks to slow down (429)'],
]);

/**
 * What the answer of a logger says of the one entry that was sent.
 *
 * 2xx is stored. 409 is a repetition, unless a collector says that the id has other content. Other
 * answers below 500 that are about the entry refuse it.
 *
 * @throws WhodidError `TRANSPORT_UNAVAILABLE` for everything that may be different later.
 */
export function readLoggerAnswer(
  transport: string,
  { statusCode, body, retryAfter }: JsonAnswer,
  id: string,
): Receipt {
  if (statusCode >= 200 && statusCode <= 299) return { id, fate: 'stored' };
  if (statusCode === 409) {
    const conflict = /"code"\s*:\s*"ENTRY_CONFLICT"/.test(body);
    return conflict
      ? { id, fate: 'conflict', reason: 'the logger has other content under this id (409)' }
      : { id, fate: 'duplicate' };
  }
  const trouble = troubles.get(statusCode);
  if (trouble === undefined && statusCode >= 400 && statusCode <= 499) {
    return { id, fate: 'refused', reason: `the logger answered with status code ${statusCode}` };
  }
  const reason = trouble ?? `it answered with status code ${statusCode}`;
  const hint = readRetryAfter(retryAfter ?? null, Date.now());
  throw new WhodidError('TRANSPORT_UNAVAILABLE', { transport, reason, ...hint });
}
