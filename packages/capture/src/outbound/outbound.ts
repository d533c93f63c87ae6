import { type ReadOptions, type Recorder, readOptions, type Target } from '@whodid/core';
import { type OutboundCall, type OutboundOptions, outboundRules } from './outbound-options.ts';

/** One installation of capture: what is the same for all calls that it sees. */
export interface Outbound {
  readonly recorder: Recorder;
  readonly options: ReadOptions<OutboundOptions>;
  /** What is called, where the app has a name for it. */
  readonly targets?: readonly Target[];
}

/**
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
 */
export function createOutbound(
  scope: string,
  recorder: Recorder,
  options: OutboundOptions | undefined,
): Outbound {
  return { recorder, options: readOptions(scope, outboundRules, options) };
}

/** Asks `skip`, which is not our code: what it throws is a fault, and the call is recorded. */
export function skips({ recorder, options }: Outbound, call: OutboundCall): boolean {
  try {
    return options.skip(call) === true;
  } catch (error) {
    recorder.fault('capture.skip', error);
    return false;
  }
}
