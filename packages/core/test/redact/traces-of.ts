/** A test for whether a secret, or its beginning, is in a text in any form that can be read back. */
export function tracesOf(secret: string): readonly string[] {
  const start = secret.slice(0, 12);
  const bytes = [...Buffer.from(start)];
  return [
    start,
    ...[0, 1, 2].map((shift) => base64Core(start, shift)),
    Buffer.from(start).toString('hex'),
    bytes.map((byte) => `%${byte.toString(16)}`).join(''),
    bytes.join(','),
    bytes.join(', '),
  ];
}

// What base64 has of the text wherever it begins: without the characters that its neighbours change.
function base64Core(text: string, shift: number): string {
  const encoded = Buffer.from('x'.repeat(shift) + text).toString('base64');
  return encoded.slice(shift === 0 ? 0 : 4, -4);
}
