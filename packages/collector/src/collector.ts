import type { FastifyInstance } from 'fastify';
import type { KeyRequest } from './access/keys.ts';

/** A running collector. */
export interface Collector {
  /** Where it answers: `http://127.0.0.1:4747`. */
  readonly url: string;
  /** An admin key that is good until `close`. Secret; also in `<dataDir>/local.json`. */
  readonly localKey: string;
  /** The web server, for `inject` and the like. */
  readonly app: FastifyInstance;
  /** An address that signs a browser in, once, within ten minutes. Secret. */
  signInLink(): string;
  /**
   * Makes an API key. Its text is told here and never again.
   *
   * @throws WhodidError `CONFIG_INVALID`.
   */
  createKey(request: KeyRequest): Promise<{ readonly id: string; readonly key: string }>;
  /**
   * Stops accepting, ends live streams, finishes requests in flight and closes the store. Takes at
   * most 10 s: whoever has no answer by then loses the connection, and nothing that was
   * acknowledged is lost. Idempotent.
   */
  close(): Promise<void>;
}
