import type { ApiClient } from './api-client.ts';

/** A key as the collector lists it. Times are RFC 3339. */
export interface KeyInfo {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly tenant: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly lastUsedAt?: string;
  readonly revokedAt?: string;
}

/** All keys that we may see. */
export async function listKeys(client: ApiClient): Promise<readonly KeyInfo[]> {
  const { keys } = await client.json<{ readonly keys: readonly KeyInfo[] }>({ path: '/v1/keys' });
  return keys;
}
