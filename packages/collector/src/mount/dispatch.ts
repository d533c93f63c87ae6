import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { custom, type OptionRules, readOptions, WhodidError } from '@whodid/core';
import type { Collector } from '../collector.ts';
import { type AppUser, callerOfApp, checkAppUser } from './app-user.ts';
import { innerRequest, type OuterRequest } from './inner-request.ts';
import { setMounted } from './mounted.ts';

/** What the dashboard needs to be a part of an app. */
export interface DashboardOptions<R> {
  /** The collector whose dashboard it is, running in this process. */
  readonly collector: Collector;
  /**
   * Who asks, as the app knows it: asked for every request, and again every few seconds while
   * somebody watches live. `null` refuses the request.
   */
  readonly user: (request: R) => AppUser | null | Promise<AppUser | null>;
}

/** Why somebody is refused: for the app's own error handler, which answers 403 with it. */
export class DashboardRefused extends Error {
  readonly status = 403;
  readonly statusCode = 403;

  constructor() {
    super('Forbidden');
    this.name = 'DashboardRefused';
  }
}

/** @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID` if one is missing: nobody is let in then. */
export function readDashboardOptions<R>(given: DashboardOptions<R>): DashboardOptions<R> {
  readOptions('whodidDashboard', dashboardRules, given);
  for (const option of ['collector', 'user'] as const) {
    if (given[option] !== undefined) continue;
    const wanted = dashboardRules[option].wanted;
    throw new WhodidError('CONFIG_INVALID', {
      ...{ option: `whodidDashboard.${option}`, wanted, got: 'undefined' },
    });
  }
  return given;
}

const dashboardRules: OptionRules<DashboardOptions<never>> = {
  collector: custom<Collector>(
    'a running collector',
    undefined as unknown as Collector,
    (value) => typeof value === 'object' && value !== null && 'app' in value,
  ),
  user: custom<DashboardOptions<never>['user']>(
    'a function that tells who asks',
    () => null,
    (value) => typeof value === 'function',
  ),
};

/** A request on its way from an app to the collector. */
export interface Dispatch<R> {
  /** The request as the app's framework has it, for `user`. */
  readonly asked: R;
  readonly request: OuterRequest;
  readonly response: ServerResponse;
  /** The address within the dashboard, from its first slash. */
  readonly url: string;
  /** Below which path of the app the dashboard is. */
  readonly base: string;
}

// What can be part of a path as it is, so that it can be written into the page.
const baseForm = /^(?:\/[\w.~%!$()*+,;:@=-]+)*$/;

/**
 * Lets the collector answer a request of the app, for whom the app says.
 *
 * @throws DashboardRefused if that is nobody, or the path cannot be one of ours. WhodidError
 * `CONFIG_INVALID` if the app says something else than a user.
 */
export async function dispatch<R>(
  { asked, request, response, url, base }: Dispatch<R>,
  { collector, user }: DashboardOptions<R>,
): Promise<void> {
  const found = await user(asked);
  if (found === null || found === undefined || !baseForm.test(base)) throw new DashboardRefused();
  const who = checkAppUser(found);
  const inner = innerRequest(request, url.startsWith('/') ? url : `/${url}`);
  const caller = callerOfApp(
    who,
    stillThe(who, async () => await user(asked)),
  );
  setMounted(inner, { caller, base });
  collector.app.routing(inner as IncomingMessage, response);
}

/** An app that does not answer within that has not said that somebody may go on: 3 s. */
const answerMs = 3000;

function stillThe(who: AppUser, ask: () => Promise<AppUser | null>): () => Promise<boolean> {
  const isSame = (now: AppUser | null): boolean =>
    now !== null && JSON.stringify(checkAppUser(now)) === JSON.stringify(who);
  return () =>
    Promise.race([
      ask()
        .then(isSame)
        .catch(() => false),
      wait(answerMs, false, { ref: false }),
    ]);
}
