import type { Recorder } from '@whodid/core';
import { createOutbound } from '../outbound/outbound.ts';
import type { OutboundOptions } from '../outbound/outbound-options.ts';
import { serviceScope } from '../outbound/service-scope.ts';
import { watchUndici } from './watch-undici.ts';

/** The options of {@link captureFetch}. */
export type FetchCaptureOptions = OutboundOptions;

/**
 * Records every call that this process makes with `fetch` or with undici, once each, when its answer
 * has come or cannot come any more. Nothing is replaced: Node's own `fetch` and every copy of undici
 * from 5 on tell what they do on the same diagnostics channels.
 *
 * One entry is one request on the wire: a redirect that is followed, and a retry, have their own.
 * What a cache or a mock answers is none. Bodies are seen with undici from 7.11 on, which is that of
 * Node 24; before, only their announced sizes. Whoever made the call is in its entry, except where
 * undici up to 7 lets a `fetch` wait for a free connection of a pool with a limit: such an entry has
 * no actor and no request id, rather than those of somebody else.
 *
 * @returns stops the capture. Calls that are open are still recorded.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
 */
export function captureFetch(recorder: Recorder, options?: FetchCaptureOptions): () => void {
  const outbound = createOutbound('captureFetch', recorder, options);
  return watchUndici(() => (serviceScope.getStore() === undefined ? outbound : null));
}
