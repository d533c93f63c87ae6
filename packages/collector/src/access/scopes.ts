/** What a key may do. `admin` includes the others. */
export type Scope = 'ingest' | 'read' | 'admin';
export const scopes: readonly Scope[] = ['ingest', 'read', 'admin'];

/** Whether somebody who holds `held` may do what needs `needed`. */
export function allows(held: readonly Scope[], needed: Scope): boolean {
  return held.includes(needed) || held.includes('admin');
}
