import type { Arrival } from '../store-driver.ts';
import { hashBytes, type KeptEntry } from './block.ts';

/** A batch as it goes to the writing thread: four lists, of which the bytes are handed over. */
export interface BatchParcel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly lengths: readonly number[];
  readonly hashes: Uint8Array<ArrayBuffer>;
  readonly receivedAt: readonly number[];
}

/** Copies a batch together, because a thread takes one buffer sooner than a thousand. */
export function toParcel(batch: readonly Arrival[]): BatchParcel {
  const lengths = batch.map(({ bytes }) => bytes.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  const hashes = new Uint8Array(batch.length * hashBytes);
  let start = 0;
  for (const [index, arrival] of batch.entries()) {
    bytes.set(arrival.bytes, start);
    hashes.set(arrival.hash, index * hashBytes);
    start += arrival.bytes.length;
  }
  return { bytes, lengths, hashes, receivedAt: batch.map(({ receivedAt }) => receivedAt) };
}

export function fromParcel({ bytes, lengths, hashes, receivedAt }: BatchParcel): KeptEntry[] {
  let start = 0;
  return lengths.map((length, index) => {
    const end = start + length;
    const entry = {
      bytes: bytes.subarray(start, end),
      hash: hashes.subarray(index * hashBytes, (index + 1) * hashBytes),
      receivedAt: receivedAt[index] ?? 0,
    };
    start = end;
    return entry;
  });
}
