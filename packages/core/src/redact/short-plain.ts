// Without what may be JSON, or half a character.
const plain = /^[^\s"[{\ud800-\udfff][^\ud800-\udfff]*$/;
const quote = 34;
const bracket = 91;
const brace = 123;

/**
 * Whether a text of a few characters is no JSON and has no surrogates. Most are letters and digits,
 * and for these an expression would cost more than looking at them.
 */
export function isShortPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code <= quote || code === bracket || code >= brace) return plain.test(text);
  }
  return true;
}
