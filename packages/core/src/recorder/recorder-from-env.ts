import { collectorTransport } from '../transport/collector-transport.ts';
import { createRecorder } from './create-recorder.ts';
import type { Recorder } from './recorder.ts';

/**
 * Makes a recorder as the environment says, or `null` if `WHODID_URL` is not set.
 *
 * Reads `WHODID_URL` and `WHODID_KEY`, which belong together, and `WHODID_SERVICE`,
 * `WHODID_SPOOL_DIR`, `WHODID_TENANT`, which have the defaults of {@link createRecorder}. An empty
 * variable counts as not set.
 *
 * @throws WhodidError `CONFIG_INVALID`, as for a URL without a key.
 */
export function recorderFromEnv(env: NodeJS.ProcessEnv = process.env): Recorder | null {
  const { WHODID_URL, WHODID_KEY, WHODID_SERVICE, WHODID_SPOOL_DIR, WHODID_TENANT } = env;
  if (!WHODID_URL) return null;
  return createRecorder({
    transport: collectorTransport({ url: WHODID_URL, key: WHODID_KEY || undefined }),
    service: WHODID_SERVICE || undefined,
    spoolDirectory: WHODID_SPOOL_DIR || undefined,
    tenant: WHODID_TENANT || undefined,
  });
}
