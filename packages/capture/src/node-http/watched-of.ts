import type { IncomingMessage } from 'node:http';
import { claimOf } from '../exchange/claim.ts';
import { Exchange } from '../exchange/exchange.ts';
import { Handshake } from '../exchange/handshake.ts';
import type { Watched } from '../exchange/watched.ts';

/** The request as one of our captures watches it; `null` if none does, or another copy of us. */
export function watchedOf(request: IncomingMessage): Watched | null {
  const claim = claimOf(request);
  return claim instanceof Exchange || claim instanceof Handshake ? claim : null;
}
