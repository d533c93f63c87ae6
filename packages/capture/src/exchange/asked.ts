import type { Actor } from '@whodid/core';
import type { CaptureOptions } from './capture-options.ts';

/** Options for every framework, with those that are asked about its own type of request. */
export type CaptureOptionsFor<Req extends object> = Omit<
  CaptureOptions<Req>,
  'actorOf' | 'onBehalfOf' | 'skip'
> & {
  /** See {@link CaptureOptions.actorOf}. */
  readonly actorOf?: Asked<Req, Actor | null | undefined> | undefined;
  /** See {@link CaptureOptions.onBehalfOf}. */
  readonly onBehalfOf?: Asked<Req, Actor | readonly Actor[] | null | undefined> | undefined;
  /** See {@link CaptureOptions.skip}. */
  readonly skip?: Asked<Req, boolean> | undefined;
};

// Methods are compared more loosely than functions: a parameter may be of a narrower type.
type Asked<Req, T> = { ask(request: Req): T }['ask'];
