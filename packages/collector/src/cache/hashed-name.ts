import { hash } from 'node:crypto';

/**
 * A short name for a list of texts, different for every other list. Nobody can read in it who a
 * person is or what was asked, and no character needs quoting.
 */
export function hashedName(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
