import type { IncomingMessage } from 'node:http';
import type { Recorder } from '@whodid/core';
import { type Capture, createCapture } from '../exchange/capture.ts';
import { expressFacts } from '../express/express-facts.ts';
import { watchServers } from './watch-servers.ts';

// Registered, so that of several copies of this library in one process only the first installs.
const installed = Symbol.for('whodid.capture.auto');

/**
 * Records every request to every server of this process with a recorder that is opened when the
 * first request comes. Until then nothing is opened, so the many processes that never serve
 * (npm, npx, build tools, worker threads) are left alone.
 *
 * @param open - `null` if there is nothing to record to; then watching ends. What it throws becomes
 * a warning of the process, on stderr.
 */
export function installAuto(open: () => Recorder | null): void {
  const shared = globalThis as { [installed]?: true };
  if (shared[installed]) return;
  shared[installed] = true;
  let capture: Capture<IncomingMessage> | null | undefined;
  const stop = watchServers(() => {
    if (capture !== undefined) return capture;
    // Opening may itself be seen: by then there is no capture, and so no end of openings.
    capture = null;
    capture = openCapture(open);
    if (capture === null) stop();
    return capture;
  });
}

function openCapture(open: () => Recorder | null): Capture<IncomingMessage> | null {
  try {
    const recorder = open();
    if (recorder === null) return null;
    return createCapture('auto', recorder, undefined, { rank: 0, factsOf: expressFacts });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    process.emitWarning(`Requests are not recorded: ${reason}`, { code: 'WHODID_AUTO' });
    return null;
  }
}
