const escapes = /&quot;|&#(?:34|x22);|&apos;|&#(?:39|x27);|\\u00([2-7][0-9a-f])/gi;

/**
 * A text without the escapes that would hide quotes and letters from the detectors, as in
 * `{&quot;password&quot;:` and `{"\u0070assword":`. The very same text if it has none.
 */
export function unescaped(text: string): string {
  if (!text.includes('&quot;') && !text.includes('&#') && !text.includes('\\u00')) return text;
  return text.replace(escapes, (found: string, code: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return /^&(?:apos|#39|#x27)/i.test(found) ? "'" : '"';
  });
}
