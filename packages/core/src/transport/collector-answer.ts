import { WhodidError } from '../errors.ts';
import { readRetryAfter } from './retry-after.ts';
import type { Parcel, Receipt } from './transport.ts';

// 1,000 receipts with a long reason each; anything larger is no answer of a collector.
const answerLimitBytes = 4 * 1024 * 1024;
const reasonLimit = 500;

// The collector has read the batch and says that it will never take it. 413 may also come from a
// proxy in front of it, and there too a smaller batch may pass.
const rejections: ReadonlySet<number> = new Set([400, 413, 422]);

const troubles: ReadonlyMap<number, string> = new Map([
  [401, 'it does not accept the key (401)'],
  [403, 'the key may not send entries (403)'],
  [404, 'there is no collector at this address (404)'],
  [407, 'a proxy asks for credentials (407)'],
  [429, 'it asks to slow down (429)'],
  [503, 'it is not ready (503)'],
]);

/**
 * The receipts in an answer, one for each entry of the batch and in its order.
 *
 * @throws WhodidError `BATCH_REJECTED` if the collector will not have the batch as a whole,
 * `TRANSPORT_UNAVAILABLE` for everything else that is not our receipts.
 */
export async function readAnswer(
  transport: string,
  response: Response,
  batch: readonly Parcel[],
): Promise<readonly Receipt[]> {
  const { status } = response;
  if (status !== 200 && !rejections.has(status)) {
    await response.body?.cancel();
    const reason = troubles.get(status) ?? `it answered with status code ${status}`;
    const hint = readRetryAfter(response.headers.get('retry-after'), Date.now());
    throw new WhodidError('TRANSPORT_UNAVAILABLE', { transport, reason, ...hint });
  }
  const answer = parse(await readText(transport, response));
  if (status !== 200) throw rejection(transport, status, answer);
  const receipts = receiptsIn(answer, batch);
  if (receipts !== null) return receipts;
  const reason = 'it answered with something that is not receipts';
  throw new WhodidError('TRANSPORT_UNAVAILABLE', { transport, reason });
}

function rejection(transport: string, status: number, answer: unknown): WhodidError {
  const code = isObject(answer) && typeof answer.code === 'string' ? answer.code : null;
  const named = code !== null && /^[A-Z][A-Z_]{2,40}$/.test(code);
  if (!named && status !== 413) {
    const reason = `something that is no collector answered with status code ${status}`;
    return new WhodidError('TRANSPORT_UNAVAILABLE', { transport, reason });
  }
  const reason = named ? `${code} (${status})` : `too large (${status})`;
  return new WhodidError('BATCH_REJECTED', { transport, reason });
}

function receiptsIn(answer: unknown, batch: readonly Parcel[]): readonly Receipt[] | null {
  if (!isObject(answer) || !Array.isArray(answer.receipts)) return null;
  if (answer.receipts.length !== batch.length) return null;
  const receipts: Receipt[] = [];
  for (const [index, found] of (answer.receipts as unknown[]).entries()) {
    const receipt = readReceipt(found);
    if (receipt === null || receipt.id !== batch[index]?.id) return null;
    receipts.push(receipt);
  }
  return receipts;
}

function readReceipt(found: unknown): Receipt | null {
  if (!isObject(found) || typeof found.id !== 'string') return null;
  const { id, fate } = found;
  if (fate === 'stored' || fate === 'duplicate') return { id, fate };
  if (fate !== 'refused' && fate !== 'conflict') return null;
  const reason = typeof found.reason === 'string' ? found.reason : 'no reason given';
  return { id, fate, reason: reason.slice(0, reasonLimit) };
}

async function readText(transport: string, response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  if (response.body !== null) {
    for await (const piece of response.body as AsyncIterable<Uint8Array>) {
      bytes += piece.length;
      if (bytes > answerLimitBytes) {
        const reason = 'its answer is too long';
        throw new WhodidError('TRANSPORT_UNAVAILABLE', { transport, reason });
      }
      pieces.push(piece);
    }
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
