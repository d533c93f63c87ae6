import type { IncomingMessage } from 'node:http';
import { type ReadOptions, type Recorder, readOptions } from '@whodid/core';
import { SignInRules } from '../caller/sign-in.ts';
import { KeepRules } from '../rules/keep-rules.ts';
import { type CaptureOptions, captureRules, noTokens } from './capture-options.ts';
import type { Facts } from './facts.ts';
import { createProxyTrust, type ProxyTrust } from './trusted-proxies.ts';

/** One installation of capture: what is the same for all exchanges that it sees. */
export interface Capture<Req extends object> {
  readonly recorder: Recorder;
  readonly options: ReadOptions<CaptureOptions<Req>>;
  readonly rules: KeepRules;
  readonly signIns: SignInRules;
  readonly trust: ProxyTrust;
  /** Whether tokens are looked at. */
  readonly readsTokens: boolean;
  /** See {@link Claim}. */
  readonly rank: number;
  /** Asked when the response is over. May throw. */
  factsOf(request: IncomingMessage): Facts;
}

/**
 * @param scope - what the app has called, for errors: `expressCapture`.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
 */
export function createCapture<Req extends object>(
  scope: string,
  recorder: Recorder,
  given: CaptureOptions<Req> | undefined,
  { rank, factsOf }: Pick<Capture<Req>, 'rank' | 'factsOf'>,
): Capture<Req> {
  const options = readOptions(scope, captureRules<Req>(), given);
  return {
    recorder,
    options,
    rules: new KeepRules(scope, options.rules, options.keepOthers),
    signIns: new SignInRules(options),
    trust: createProxyTrust(options.trustedProxies),
    readsTokens: options.tokens !== noTokens,
    rank,
    factsOf,
  };
}
