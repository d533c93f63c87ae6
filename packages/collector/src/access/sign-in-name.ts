import { defaultTenant } from './tenant.ts';

/**
 * A name in the one form in which it is kept and looked up: NFKC and lower case, without space
 * around it. `null` if it cannot be a name: letters, digits, combining marks and `. _ - + @`, 1 to
 * 100 of them.
 */
export function plainName(text: string): string | null {
  const name = text.normalize('NFKC').trim().toLowerCase();
  return /^[\p{L}\p{M}\p{N}._+@-]{1,100}$/u.test(name) ? name : null;
}

/**
 * What somebody of a tenant signs in with: `ada`, and in any other tenant than the default one
 * `acme/ada`. Whether a name is taken must not tell anything about another tenant.
 */
export function nameWithin(tenant: string, plain: string): string {
  return tenant === defaultTenant ? plain : `${tenant}/${plain}`;
}

/** The name that is meant by what somebody typed to sign in, or `null` if it cannot be one. */
export function signInName(typed: string): string | null {
  const slash = typed.lastIndexOf('/');
  const plain = plainName(typed.slice(slash + 1));
  if (plain === null || slash === -1) return plain;
  const tenant = typed.slice(0, slash).trim();
  return tenant === '' ? null : nameWithin(tenant, plain);
}

export const signInNameWanted: string =
  '1 to 100 letters, digits or . _ - + @, without spaces: ada or ada@example.com';
