import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DashboardOptions, dispatch, readDashboardOptions } from '../mount/dispatch.ts';
import type { OuterRequest } from '../mount/inner-request.ts';

export type { AppUser } from '../mount/app-user.ts';
export type { DashboardOptions } from '../mount/dispatch.ts';

/** What Express adds to a request, as far as it is needed here. */
interface ExpressRequest extends OuterRequest {
  readonly baseUrl?: string;
}

/**
 * The dashboard of a collector as a part of an Express app, from 4 on, behind the app's own
 * authentication. Whom `user` does not know is refused with an error of status 403, which the app's
 * error handler answers.
 *
 * ```ts
 * app.use('/activity', whodidDashboard({
 *   collector,
 *   user: (req: Request) => req.user ? { id: req.user.id, role: 'viewer' } : null,
 * }));
 * ```
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`.
 */
export function whodidDashboard<Req extends IncomingMessage = IncomingMessage>(
  given: DashboardOptions<Req>,
): (request: Req, response: ServerResponse, next: (error?: unknown) => void) => void {
  const options = readDashboardOptions(given);
  return function whodidDashboard(asked, response, next) {
    const request: ExpressRequest = asked;
    const { baseUrl = '', url = '/' } = request;
    dispatch({ asked, request, response, url, base: baseUrl }, options).catch(next);
  };
}
