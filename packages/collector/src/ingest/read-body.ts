import { PassThrough, type Readable, type Transform } from 'node:stream';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import { Problem } from '../problem/problem.ts';

export interface BodyRules {
  /** The `Content-Encoding` header. */
  readonly encoding: string | undefined;
  /** The `Content-Length` header. */
  readonly length: string | undefined;
  /** Most bytes after decompression. */
  readonly limitBytes: number;
  /** Called for every piece before it is kept; throws to stop. */
  readonly take: (bytes: number) => void;
}

/**
 * Reads a body and takes its compression off, piece by piece: a bomb is noticed when it has grown to
 * the limit, not when it has gone off.
 *
 * On failure the rest is read to nowhere, so that the sender gets the answer instead of a broken
 * connection.
 *
 * @throws Problem `BODY_TOO_LARGE`, `BODY_INVALID`, `ENCODING_UNSUPPORTED`.
 */
export async function readBody(payload: Readable, rules: BodyRules): Promise<Buffer> {
  // Compressed bytes beyond the limit cannot become fewer.
  if (Number(rules.length) > rules.limitBytes) throw tooLarge(rules.limitBytes);
  const decoder = decoderFor(rules.encoding);
  const stop = connect(payload, decoder);
  try {
    return await collect(decoder, rules);
  } finally {
    stop();
  }
}

function decoderFor(encoding = 'identity'): Transform {
  switch (encoding.trim().toLowerCase()) {
    case 'identity':
      return new PassThrough();
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'zstd':
      // A frame chooses how much memory its decoder needs, up to 128 MiB if one lets it.
      return createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 23 } });
    default:
      throw new Problem('ENCODING_UNSUPPORTED', 'Compress with gzip, zstd or not at all.');
  }
}

// Not `pipeline`: it would destroy the request, and with it the connection that the answer needs.
function connect(payload: Readable, decoder: Transform): () => void {
  const fail = (error: Error) => decoder.destroy(error);
  payload.once('error', fail);
  payload.pipe(decoder);
  return () => {
    payload.unpipe(decoder);
    payload.off('error', fail);
    decoder.destroy();
    // What is left goes nowhere. Without this the sender would wait for us to read it, and we for
    // the next request.
    payload.resume();
  };
}

async function collect(source: Readable, { limitBytes, take }: BodyRules): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of source) {
      length += piece.length;
      if (length > limitBytes) throw tooLarge(limitBytes);
      take(piece.length);
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('BODY_INVALID', 'The body broke off or is not compressed as it says.', {
      cause: error,
    });
  }
  return Buffer.concat(pieces, length);
}

function tooLarge(limitBytes: number): Problem {
  const detail = `A body may have ${limitBytes} bytes after decompression.`;
  return new Problem('BODY_TOO_LARGE', detail, { facts: { limitBytes } });
}
