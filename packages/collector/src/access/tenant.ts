/** The tenant of whoever runs the collector, and of keys, tokens and people that name none. */
export const defaultTenant = 'default';

/** The tenant in a claim, or `null` if what is there cannot be one. */
export function tenantIn(claim: unknown): string | null {
  if (claim === undefined) return defaultTenant;
  if (Number.isSafeInteger(claim)) return String(claim);
  return typeof claim === 'string' && claim !== '' ? claim : null;
}
