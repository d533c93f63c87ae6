import type { ReadOptions } from '@whodid/core';
import { isRole, type Role, roles } from '../roles.ts';
import { plainName } from '../sign-in-name.ts';
import { tenantIn } from '../tenant.ts';
import type { OidcOptions } from './oidc-options.ts';
import type { OidcClaims } from './oidc-provider.ts';

/** Somebody as a provider describes them, in our words. */
export interface Person {
  readonly subject: string;
  /** What to call them here. Nobody signs in with it. */
  readonly name: string;
  readonly tenant: string;
  readonly userId: string;
  readonly role: Role;
}

/** Who somebody is by their claims, or why they cannot come in. */
export function personIn(
  claims: OidcClaims,
  options: ReadOptions<OidcOptions>,
): Person | { readonly refusal: 'no role' | 'no tenant' | 'no id' } {
  const { roleClaim, tenantClaim, userClaim, defaultRole } = options;
  const role = roleIn(claims[roleClaim], defaultRole);
  if (role === null) return { refusal: 'no role' };
  const tenant = tenantIn(claims[tenantClaim]);
  if (tenant === null) return { refusal: 'no tenant' };
  const userId = idIn(claims[userClaim]);
  if (userId === null) return { refusal: 'no id' };
  return { subject: claims.sub, name: nameIn(claims), tenant, userId, role };
}

// A text that is no role may mean less than the default: it is not taken for it. A list holds words
// for many others, too.
function roleIn(claim: unknown, fallback: Role | null): Role | null {
  if (claim === undefined) return fallback;
  if (!Array.isArray(claim)) return isRole(claim) ? claim : null;
  return roles.findLast((role) => claim.includes(role)) ?? fallback;
}

function idIn(claim: unknown): string | null {
  if (Number.isSafeInteger(claim)) return String(claim);
  return typeof claim === 'string' && claim.trim() !== '' && claim.length <= 255 ? claim : null;
}

function nameIn({ preferred_username, email, sub }: OidcClaims): string {
  for (const claim of [preferred_username, email, sub]) {
    const name = typeof claim === 'string' ? plainName(claim) : null;
    if (name !== null) return name;
  }
  return 'somebody';
}
