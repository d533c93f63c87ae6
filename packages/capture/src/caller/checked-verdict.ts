import { notPromised } from '../exchange/not-promised.ts';
import type { TokenVerdict } from '../identity/token-reader.ts';

/**
 * The verdict of a reader of tokens, which may be the app's own; `undefined` if it has none.
 *
 * @throws TypeError if it is anything else.
 */
export function checkedVerdict(given: unknown): TokenVerdict | undefined {
  const verdict = notPromised(given, 'known');
  if (verdict === undefined || verdict === null) return undefined;
  if (isVerdict(verdict)) return verdict;
  throw new TypeError('A reader of tokens must return { identity } or { refused }');
}

function isVerdict(value: unknown): value is TokenVerdict {
  if (typeof value !== 'object' || value === null) return false;
  const { identity, refused } = value as { identity?: { actor?: unknown }; refused?: unknown };
  if (identity === undefined) return typeof refused === 'string';
  return typeof identity?.actor === 'object' && identity.actor !== null;
}
