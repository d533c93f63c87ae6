import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';

/** Most that a compressed body may unfold to, in bytes: a small one can hide gigabytes. */
const limitBytes = 262_144;

/**
 * The bytes without their content encoding (`gzip`, `deflate`, `br`), or why that is not possible: another
 * encoding or bytes that are not of it, or more than 256 KiB. A body that was cut gives what is there.
 */
export function decompressed(
  bytes: Uint8Array,
  encoding: string | undefined,
): Uint8Array | 'encoding' | 'too_large' {
  try {
    switch (encoding?.trim().toLowerCase() ?? '') {
      case '':
      case 'identity':
        return bytes;
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(bytes, zlibOptions);
      case 'deflate':
        return inflateSync(bytes, zlibOptions);
      case 'br':
        return brotliDecompressSync(bytes, brotliOptions);
      default:
        return 'encoding';
    }
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'encoding';
  }
}

// Flushing instead of finishing reads what is there of a body that was cut off.
const zlibOptions = { maxOutputLength: limitBytes, finishFlush: constants.Z_SYNC_FLUSH };
const brotliOptions = {
  maxOutputLength: limitBytes,
  finishFlush: constants.BROTLI_OPERATION_FLUSH,
};
