import type { Capture } from './capture.ts';
import type { RouteInfo } from './route-info.ts';
import type { Keep } from './route-policy.ts';

// Registered, so that a list of routes can be read by another copy of this library.
const key = Symbol.for('whodid.capture.installed');

/** What a list of routes wants to know of the capture that an app uses. */
export interface InstalledCapture {
  /** How much is kept of a route's requests, where that does not depend on the answer. */
  keepOf(route: RouteInfo): Keep;
}

/** Marks what an app has mounted, so that the capture is found in it. Gives the same thing back. */
export function markInstalled<T extends object, Req extends object>(
  carrier: T,
  { rules }: Capture<Req>,
): T {
  const installed: InstalledCapture = {
    keepOf: ({ method, path, name, namespace, policy }) =>
      rules.decide(
        {
          ...{ method, path, route: path, name, namespace },
          statusCode: undefined,
          contentType: undefined,
        },
        policy?.keep,
      ).keep,
  };
  return Object.defineProperty(carrier, key, { value: installed, configurable: true });
}

/** The capture that something carries which an app has mounted. */
export function installedIn(carrier: unknown): InstalledCapture | undefined {
  if (carrier === null || (typeof carrier !== 'object' && typeof carrier !== 'function')) {
    return undefined;
  }
  return (carrier as { readonly [key]?: InstalledCapture })[key];
}
