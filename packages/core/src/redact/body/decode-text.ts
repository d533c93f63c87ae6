/** Bytes as text: by their byte order mark, by the charset that was told, else as UTF-8. */
export function decodeText(bytes: Uint8Array, charset: string | undefined): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode(bytes, 'utf-16be');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decode(bytes, 'utf-8');
  if (charset !== undefined && charset !== 'utf-8') return decode(bytes, charset);
  // JSON begins with an ASCII character: a zero beside it tells UTF-16.
  if (bytes.length > 3 && bytes[1] === 0 && bytes[0] !== 0) return decode(bytes, 'utf-16le');
  if (bytes.length > 3 && bytes[0] === 0 && bytes[1] !== 0) return decode(bytes, 'utf-16be');
  return utf8(bytes);
}

function utf8(bytes: Uint8Array): string {
  const { buffer, byteOffset, byteLength } = bytes;
  const view = Buffer.isBuffer(bytes) ? bytes : Buffer.from(buffer, byteOffset, byteLength);
  return view.toString('utf8');
}

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return utf8(bytes);
  }
}
