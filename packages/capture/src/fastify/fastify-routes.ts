import type { RouteInfo } from '../exchange/route-info.ts';
import type { FastifyLike, FastifyRouteLike } from './fastify-like.ts';
import { policyIn, statedRoute } from './route-facts.ts';

// By server, which all instances of one app share.
const routes = new WeakMap<object, RouteInfo[]>();

/**
 * The routes of an app that `fastifyCapture` was registered in, in their order, without running any
 * of them. Ask when the app is ready.
 *
 * Fastify tells of routes only while they are added, so those that were added before the plugin was
 * there are missing: `await app.register(fastifyCapture, ...)` before the first route. The routes
 * for HEAD that Fastify adds to those for GET are left out.
 */
export function fastifyRoutes(app: { readonly server: object }): readonly RouteInfo[] {
  return [...(routes.get(app.server) ?? [])];
}

/** Keeps what Fastify tells of routes from now on, and checks what the app says about them. */
export function collectRoutes(app: FastifyLike): void {
  const collected: RouteInfo[] = [];
  routes.set(app.server, collected);
  const { supportedMethods: all = [] } = app;
  app.addHook('onRoute', (route) => {
    const policy = policyIn(route.config);
    for (const method of methodsOf(route, all)) {
      const { url, schema, prefix } = route;
      const isTwin = collected.some((other) => other.method === 'GET' && other.path === url);
      if (method === 'HEAD' && isTwin) continue;
      collected.push({ method, path: url, ...statedRoute({ schema, prefix }, policy) });
    }
  });
}

function methodsOf({ method }: FastifyRouteLike, all: readonly string[]): readonly string[] {
  if (typeof method === 'string') return [method];
  return all.length > 0 && all.every((each) => method.includes(each)) ? ['*'] : method;
}
