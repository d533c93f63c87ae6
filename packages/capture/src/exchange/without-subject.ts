import type { IncomingMessage } from 'node:http';
import type { CaptureOptions } from './capture-options.ts';

/** Options that are asked about a request as the app's framework has it. */
const asked: ReadonlySet<string> = new Set(['actorOf', 'onBehalfOf', 'skip']);

/** The options that can be used where a framework has not made a request of its own yet. */
export function withoutSubject(options: object | undefined): CaptureOptions<IncomingMessage> {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([name]) => !asked.has(name)));
}
