// With the flag `u` a surrogate matches only if it stands alone.
const anySurrogate = /[\ud800-\udfff]/;
const loneSurrogate = /[\ud800-\udfff]/gu;

/** Text that UTF-8 can carry: each lone surrogate becomes U+FFFD. */
export function wellFormed(text: string): string {
  return anySurrogate.test(text) ? text.replace(loneSurrogate, '\ufffd') : text;
}
