import type { Scope } from './scopes.ts';

/** What a person is: sees the own history only, or all of the tenant's, or more. */
export type Role = 'own' | 'viewer' | 'auditor' | 'admin';
export const roles: readonly Role[] = ['own', 'viewer', 'auditor', 'admin'];

/** What somebody of a role may do. */
export const scopesOf: { readonly [R in Role]: readonly Scope[] } = {
  own: ['own'],
  viewer: ['own', 'read'],
  auditor: ['own', 'triage', 'audit'],
  admin: ['admin'],
};

/** Whether a value, from a token or a file, is a role. */
export function isRole(value: unknown): value is Role {
  return roles.some((role) => role === value);
}
