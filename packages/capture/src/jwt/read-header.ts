import { decodeProtectedHeader } from 'jose';
import type { Refusal } from '../identity/token-reader.ts';
import type { KeyHint } from './key-source.ts';

/** Longest key id in use are addresses and resource names of key stores. */
const longestKeyId = 256;
const threeParts = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const printable = /^[\x20-\x7e]+$/;
const nested = /^(?:application\/)?jwt$/i;
/** Explicit types (RFC 8725 section 3.11) other than an access token's (RFC 9068). */
const otherType = /^(?!(?:application\/)?at\+jwt$).*\+jwt$/i;

/**
 * Reads what a token says about its own signature, and refuses what we would not verify anyway.
 *
 * Nothing of it is trusted: `jwk`, `jku`, `x5u` and `x5c`, by which a token would bring its own
 * key, are not even looked at, and `kid` only chooses among the keys that are ours.
 */
export function readHeader(token: string, algorithms: readonly string[]): KeyHint | Refusal {
  const header = decoded(token);
  if (header === undefined || !isPlain(header)) return 'malformed';
  const { alg, kid } = header;
  if (typeof alg !== 'string' || !algorithms.includes(alg)) return 'algorithm';
  if (kid === undefined) return { alg };
  if (typeof kid !== 'string' || kid.length > longestKeyId || !printable.test(kid)) return 'key';
  return { alg, kid };
}

type Header = { readonly [name: string]: unknown };

function decoded(token: string): Header | undefined {
  if (!threeParts.test(token)) return undefined;
  try {
    return decodeProtectedHeader(token) as Header;
  } catch {
    return undefined;
  }
}

/** Whether it is one signature over claims: no extension that must be understood, no token in it. */
function isPlain({ crit, b64, cty, enc, typ }: Header): boolean {
  if (crit !== undefined || b64 !== undefined || enc !== undefined) return false;
  if (cty !== undefined && (typeof cty !== 'string' || nested.test(cty))) return false;
  return typ === undefined || (typeof typ === 'string' && !otherType.test(typ));
}
