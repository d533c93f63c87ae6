import type { Collector } from '@whodid/collector';
import { createApiClient } from '../reach/api-client.ts';

// Should we be killed before the key is revoked, it is still good for no longer than this.
const lifeMs = 30 * 86_400_000;

/** Runs `work` with a key that may only ingest, and revokes the key afterwards. */
export async function withIngestKey<T>(
  collector: Collector,
  name: string,
  work: (key: string) => Promise<T>,
): Promise<T> {
  const expiresAt = Date.now() + lifeMs;
  const { id, key } = await collector.createKey({ name, scopes: ['ingest'], expiresAt });
  try {
    return await work(key);
  } finally {
    const { url, localKey } = collector;
    const client = createApiClient({ url, key: localKey }, new AbortController().signal);
    // It expires anyway, and a failure here must not hide how the work went.
    await client.send({ method: 'DELETE', path: `/v1/keys/${id}` }).catch(() => undefined);
  }
}
