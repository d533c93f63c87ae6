import { FrameEncoder } from '../../src/spool/frame.ts';

/** An id for a number. */
export function idOf(seq: number): string {
  return `01900000-0000-7000-8000-${String(seq).padStart(12, '0')}`;
}

/** Frames one after the other; without a text each has one that tells its number. */
export function frames(list: readonly { readonly seq: number; readonly text?: string }[]): Buffer {
  const encoder = new FrameEncoder();
  return Buffer.concat(
    list.map(({ seq, text = `{"seq":${seq}}` }) =>
      Buffer.from(encoder.encode(seq, idOf(seq), text) ?? []),
    ),
  );
}

/** The frames of some numbers in a row. */
export function framesFrom(first: number, last: number): Buffer {
  return frames(Array.from({ length: last - first + 1 }, (_, index) => ({ seq: first + index })));
}
