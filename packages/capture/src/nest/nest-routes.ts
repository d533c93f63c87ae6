import type { RouteInfo } from '../exchange/route-info.ts';
import { namedFacts } from './nest-facts.ts';
import type { NestAppLike } from './nest-like.ts';

/** What NestJS keeps of a route. Not a public part of it. */
interface Entrypoint {
  readonly type: string;
  readonly methodName: string;
  readonly classNodeId: string;
  readonly metadata: { readonly path?: unknown; readonly requestMethod?: unknown };
}

interface WithContainer {
  readonly container?: {
    readonly serializedGraph?: {
      readonly entrypoints?: ReadonlyMap<string, readonly Entrypoint[]>;
    };
    getModules?(): ReadonlyMap<string, { readonly controllers: ReadonlyMap<unknown, Controller> }>;
  };
}

interface Controller {
  readonly id: string;
  readonly metatype: { readonly name: string; readonly prototype: Record<string, unknown> };
}

/**
 * The routes of a NestJS application, by controller, with global prefix and version in the path as
 * far as they are there, without running any. Ask when the app is initialised.
 */
export function nestRoutes(app: NestAppLike): readonly RouteInfo[] {
  const { container } = app as WithContainer;
  const modules = [...(container?.getModules?.().values() ?? [])];
  const controllers = new Map(
    modules.flatMap(({ controllers }) =>
      [...controllers.values()].map((controller) => [controller.id, controller] as const),
    ),
  );
  const entrypoints = [...(container?.serializedGraph?.entrypoints?.values() ?? [])].flat();
  return entrypoints
    .filter(({ type }) => type === 'http-endpoint')
    .flatMap((entrypoint) => {
      const controller = controllers.get(entrypoint.classNodeId);
      return controller === undefined ? [] : [infoOf(app, controller, entrypoint)];
    });
}

function infoOf(app: NestAppLike, { metatype }: Controller, entrypoint: Entrypoint): RouteInfo {
  const { methodName, metadata } = entrypoint;
  const { name, namespace, policy } = namedFacts(
    metatype,
    metatype.prototype[methodName],
    methodName,
  );
  const adapter = app.getHttpAdapter();
  const path = String(metadata.path);
  return {
    method: metadata.requestMethod === 'ALL' ? '*' : String(metadata.requestMethod),
    path: adapter.normalizePath?.(path) ?? path,
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(policy === undefined ? {} : { policy }),
  };
}
