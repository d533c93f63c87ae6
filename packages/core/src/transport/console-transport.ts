import { writeSync } from 'node:fs';
import type { EntryFields } from '../entry/entry.ts';
import { failureCode } from '../spool/disk.ts';
import type { Parcel, Receipt, Transport, TransportSpec } from './transport.ts';

/** Prints one line for each entry to stdout. For trying things out: nothing is kept. */
export function consoleTransport(): TransportSpec {
  return { module: import.meta.url, options: null };
}

/** Opens the transport that {@link consoleTransport} names. For the delivery thread. */
export function openTransport(): Transport {
  return {
    name: 'console',
    deliver(batch) {
      print(batch.map((parcel) => `${lineOf(parcel)}\n`).join(''));
      return Promise.resolve(batch.map(({ id }): Receipt => ({ id, fate: 'stored' })));
    },
    close: () => Promise.resolve(),
  };
}

/** One entry as a line for people: time, who, what, on what, with what result. */
export function lineOf({ text }: Pick<Parcel, 'text'>): string {
  const entry = JSON.parse(text) as EntryFields;
  const { actor, http } = entry;
  const who = actor.name === undefined ? actor.id : `${actor.id} ${actor.name}`;
  const what = entry.targets.map(({ type, id }) => `${type} ${id}`).join(', ');
  const exchange =
    http === undefined
      ? undefined
      : `${http.method} ${http.path} ${http.statusCode ?? '-'} ${Math.round(http.durationMs)} ms`;
  const words = [exchange, what, entry.message, entry.outcome];
  const cells = [who.padEnd(16), entry.action.padEnd(20), ...words.filter(isPresent)];
  return `${entry.occurredAt.slice(11, 23)}  ${cells.map(visible).join('  ')}`;
}

function isPresent(word: string | undefined): word is string {
  return word !== undefined && word !== '';
}

// Captured text could move the cursor, or hide and rename what stands before it.
function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`,
  );
}

// Written to the descriptor itself: the thread's own `process.stdout` goes through the app's thread.
function print(text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      const code = failureCode(error);
      // Nobody reads any more, as behind `head`. Trying again would not bring them back.
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
