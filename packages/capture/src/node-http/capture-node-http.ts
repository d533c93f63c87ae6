import type { IncomingMessage } from 'node:http';
import type { Recorder } from '@whodid/core';
import { createCapture } from '../exchange/capture.ts';
import type { CaptureOptions } from '../exchange/capture-options.ts';
import { expressFacts } from '../express/express-facts.ts';
import { watchServers } from './watch-servers.ts';

/** The options of {@link captureNodeHttp}. */
export type NodeHttpCaptureOptions = CaptureOptions<IncomingMessage>;

/**
 * Records every request to every HTTP and HTTPS server of this process once, when the response is
 * over, whatever framework handles it. Nothing in the app needs to change, and servers that listen
 * already are included. Express and Fastify tell their routes.
 *
 * A request that `expressCapture` or `fastifyCapture` sees too is recorded by that one alone.
 * HTTP/2 servers are not seen.
 *
 * @returns stops the capture. Requests that are open are still recorded.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
 */
export function captureNodeHttp(recorder: Recorder, options?: NodeHttpCaptureOptions): () => void {
  const capture = createCapture('captureNodeHttp', recorder, options, {
    rank: 0,
    factsOf: expressFacts,
  });
  return watchServers(() => capture);
}
