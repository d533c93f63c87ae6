import type { JSONWebKeySet } from 'jose';
import { uncaptured } from '../outbound/uncaptured.ts';

const limitBytes = 262_144;

/**
 * Fetches a JWK set (RFC 7517 section 5). Takes at most `waitMs` and 256 KiB and follows no redirect:
 * the address that was configured is the one that is trusted. The app's entries do not tell of it: it
 * is no call of the app, and belongs to no request.
 *
 * Rejects if the answer is anything but a set with at least one key.
 */
export function fetchKeySet(url: URL, waitMs: number): Promise<JSONWebKeySet> {
  return uncaptured(() => fetchSet(url, waitMs));
}

async function fetchSet(url: URL, waitMs: number): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(waitMs),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`The key set was answered with ${response.status}`);
  }
  const set = JSON.parse(await textOf(response)) as JSONWebKeySet;
  // A set without keys would end the use of those that we have. That is an outage, not a rotation.
  if (!Array.isArray(set?.keys) || set.keys.length === 0) throw new Error('The key set is empty');
  return set;
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop by an error cancels the stream.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new Error('The key set is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
