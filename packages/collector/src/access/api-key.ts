import { newKeyId, newSecret } from './secret.ts';

/** A new key: `whd_<24 base62>_<43 base64url>`. The prefix lets scanners find leaked ones. */
export function newApiKey(): { readonly id: string; readonly key: string } {
  const id = newKeyId();
  return { id, key: `whd_${id}_${newSecret()}` };
}

/** The id inside a key's text, or `null` if the text does not have the form of a key. */
export function keyIdOf(text: string): string | null {
  return /^whd_([0-9A-Za-z]{24})_[\w-]{43}$/.exec(text)?.[1] ?? null;
}
