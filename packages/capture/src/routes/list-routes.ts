import { type InstalledCapture, installedIn } from '../exchange/installed-capture.ts';
import type { RouteInfo } from '../exchange/route-info.ts';
import type { Keep } from '../exchange/route-policy.ts';
import { known } from './known-frameworks.ts';

/** One route of an app, and how much of its requests is kept. */
export interface ListedRoute extends RouteInfo {
  /**
   * Where that depends on the answer, as far as it does not. `unknown` where the app uses no capture of
   * its own: `whodid dev` and `@whodid/capture/auto` keep all.
   */
  readonly keep: Keep | 'unknown';
}

/**
 * Lists the routes of an app of Express, Fastify, NestJS, Koa or Hono. No handler runs; an app that has
 * to get ready first does.
 *
 * @returns `null` if it is none of these.
 */
export async function listRoutes(app: unknown): Promise<readonly ListedRoute[] | null> {
  const framework = known.find(({ made }) => made(app));
  if (framework === undefined) return null;
  const routes = await framework.routes(app as never);
  const installed = framework
    .mounted(app as never)
    .map(installedIn)
    .find((found): found is InstalledCapture => found !== undefined);
  return routes.map((route) => ({ ...route, keep: installed?.keepOf(route) ?? 'unknown' }));
}
