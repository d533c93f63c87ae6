import type { RouteInfo } from '../exchange/route-info.ts';
import { namedFacts } from './nest-facts.ts';
import type { NestAppLike } from './nest-like.ts';

/** A route as NestJS resolves it. Not a public part of it. */
interface ResolvedRoute {
  /** By its number in `RequestMethod`. */
  readonly method: number;
  /** With global prefix and version, as the platform gets it. */
  readonly path: string;
  readonly methodName: string;
  readonly targetCallback: unknown;
  readonly instanceWrapper: { readonly metatype: { readonly name: string } };
}

interface Resolver {
  logger: object;
  readonly routerExplorer: { logger: object };
  resolve(
    adapter: object,
    prefix: string,
    options: { deferRegistration: true; onRouteResolved(route: ResolvedRoute): void },
  ): void;
}

/** What an app resolves its routes with. Not a public part of NestJS. */
interface Internals {
  readonly routesResolver: {
    readonly constructor: new (...parts: readonly unknown[]) => Resolver;
  };
  readonly container: unknown;
  readonly config: { getGlobalPrefix(): string };
  readonly injector: unknown;
  readonly graphInspector: unknown;
}

/** `RequestMethod` of NestJS. */
const methods: readonly string[] =
  'GET POST PUT DELETE PATCH * OPTIONS HEAD SEARCH PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK QUERY'.split(
    ' ',
  );

const quiet = { log() {}, warn() {}, error() {}, debug() {}, verbose() {} };

/**
 * The routes of a NestJS application, by controller, without running any: with the global prefix,
 * and with the version where that is a part of the path. Ask when the app is initialised.
 *
 * NestJS keeps no list, so the routes are resolved once more, and registered nowhere.
 */
export function nestRoutes(app: NestAppLike): readonly RouteInfo[] {
  const { routesResolver, container, config, injector, graphInspector } =
    app as unknown as Internals;
  const Same = routesResolver.constructor;
  const resolver = new Same(container, config, injector, graphInspector);
  resolver.logger = quiet;
  resolver.routerExplorer.logger = quiet;
  const infos: RouteInfo[] = [];
  const prefix = config.getGlobalPrefix();
  resolver.resolve(deafAdapter(app), prefix === '' ? '' : `/${prefix.replace(/^\/+/, '')}`, {
    deferRegistration: true,
    onRouteResolved: (route) => infos.push(infoOf(route)),
  });
  return infos;
}

/** The adapter of the app, without its way to register. */
function deafAdapter(app: NestAppLike): object {
  return new Proxy(app.getHttpAdapter(), {
    get(adapter, key) {
      const value: unknown = Reflect.get(adapter, key);
      const registers =
        typeof key === 'string' && (key === 'all' || methods.includes(key.toUpperCase()));
      return registers ? () => {} : value;
    },
  });
}

function infoOf(route: ResolvedRoute): RouteInfo {
  const { method, path, methodName, targetCallback, instanceWrapper } = route;
  const { name, namespace, policy } = namedFacts(
    instanceWrapper.metatype,
    targetCallback,
    methodName,
  );
  return {
    method: methods[method] ?? '*',
    path,
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(policy === undefined ? {} : { policy }),
  };
}
