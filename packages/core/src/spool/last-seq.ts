import { type ChunkReader, withFile } from './chunk-reader.ts';

/** The number of the last whole frame in a segment, or 0. Found by scanning to the end. */
export function lastSeqIn(
  segment: { readonly path: string; readonly bytes: number },
  chunks: ChunkReader,
): number {
  try {
    return withFile(segment.path, (fd) => {
      let last = 0;
      let from = 0;
      for (;;) {
        const chunk = chunks.read(fd, from, segment.bytes, Number.MAX_SAFE_INTEGER);
        const newest = chunk.frames.at(-1);
        if (newest === undefined) return last;
        last = newest.seq;
        from += chunk.end;
      }
    });
  } catch {
    return 0;
  }
}
