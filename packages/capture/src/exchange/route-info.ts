import type { RoutePolicy } from './route-policy.ts';

/** One route of an app, as a list of its routes shows it. */
export interface RouteInfo {
  /** In upper case, as in `GET`; `*` for a route that takes every method. */
  readonly method: string;
  /** The whole pattern, mount points included: what is `http.route` in entries. */
  readonly path: string;
  /** What is `http.name` in entries. */
  readonly name?: string;
  /** To which part of the app it belongs, as in `Facts.namespace`. */
  readonly namespace?: string;
  /** What the app says beside the route. */
  readonly policy?: RoutePolicy;
}
