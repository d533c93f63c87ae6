import { AsyncLocalStorage } from 'node:async_hooks';
import type { Outbound } from './outbound.ts';

/** A call of an `HttpClient` of ours, while it is being made. */
export interface ServiceCall {
  /** `null` if it is not to be recorded. */
  readonly outbound: Outbound | null;
  /** Whether a request of it was seen on its way. */
  seen: boolean;
}

/** Set for everything that an `HttpClient` of ours starts: nobody else records that. */
export const serviceScope: AsyncLocalStorage<ServiceCall> = new AsyncLocalStorage();
