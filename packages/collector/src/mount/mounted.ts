import type { IncomingMessage } from 'node:http';
import type { Caller } from '../access/caller.ts';

/** A request that came through an app, which has said who asks. */
export interface Mounted {
  readonly caller: Caller;
  /** Below which path of the app the dashboard is: `/activity`; empty for its root. */
  readonly base: string;
}

// By the object of the request, which nothing that somebody sends can be.
const requests = new WeakMap<IncomingMessage, Mounted>();

/** Notes from whom a request is. Only `dispatch` calls this, with a request that it has made. */
export function setMounted(request: IncomingMessage, mounted: Mounted): void {
  requests.set(request, mounted);
}

/** Through which app a request came, or `undefined` if it came over the collector's own port. */
export function mountedOf(request: IncomingMessage): Mounted | undefined {
  return requests.get(request);
}
