import type { IncomingMessage } from 'node:http';
import { claimOf } from './claim.ts';
import { Exchange } from './exchange.ts';
import { Handshake } from './handshake.ts';
import type { Watched } from './watched.ts';

/** The request as one of our captures watches it; `null` if none does, or another copy of us. */
export function watchedOf(request: IncomingMessage): Watched | null {
  const claim = claimOf(request);
  return claim instanceof Exchange || claim instanceof Handshake ? claim : null;
}
