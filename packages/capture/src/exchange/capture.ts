import type { IncomingMessage } from 'node:http';
import { type ReadOptions, type Recorder, readOptions } from '@whodid/core';
import { type CaptureOptions, captureRules } from './capture-options.ts';
import type { Facts } from './facts.ts';

/** One installation of capture: what is the same for all exchanges that it sees. */
export interface Capture<Req extends object> {
  readonly recorder: Recorder;
  readonly options: ReadOptions<CaptureOptions<Req>>;
  /** See {@link Claim}. */
  readonly rank: number;
  /** Asked when the response is over. May throw. */
  factsOf(request: IncomingMessage): Facts;
}

/**
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
 */
export function createCapture<Req extends object>(
  scope: string,
  recorder: Recorder,
  options: CaptureOptions<Req> | undefined,
  { rank, factsOf }: Pick<Capture<Req>, 'rank' | 'factsOf'>,
): Capture<Req> {
  return { recorder, options: readOptions(scope, captureRules<Req>(), options), rank, factsOf };
}
