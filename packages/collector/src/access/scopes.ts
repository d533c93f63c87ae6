/**
 * What a credential may do.
 *
 * - `ingest`: write entries.
 * - `own`: see and write the history of the one person that it acts for.
 * - `read`: see all entries of the tenant, but not who looked at them.
 * - `triage`: move entries through the stages, assign them, leave notes.
 * - `audit`: see who looked at what.
 * - `admin`: manage keys and users, and all of the above but `ingest`: whoever manages the history
 *   does not write it.
 */
export type Scope = 'ingest' | 'own' | 'read' | 'triage' | 'audit' | 'admin';
export const scopes: readonly Scope[] = ['ingest', 'own', 'read', 'triage', 'audit', 'admin'];

const included: { readonly [S in Scope]: readonly Scope[] } = {
  ingest: [],
  own: [],
  read: [],
  triage: ['read'],
  audit: ['read'],
  admin: ['own', 'read', 'triage', 'audit'],
};

/** Whether somebody who holds `held` may do what needs `needed`. */
export function allows(held: readonly Scope[], needed: Scope): boolean {
  return held.some((scope) => scope === needed || included[scope].includes(needed));
}
