import type { RoutePolicy } from './route-policy.ts';

/** What a framework knows about a request and node:http does not. */
export interface Facts {
  /** The whole pattern that matched, mount points included: `/shops/:shop/orders/:id`. */
  readonly route?: string;
  /** What the app calls the route. */
  readonly name?: string;
  /**
   * To which part of the app the route belongs: where its router is mounted (`/admin`), or the name
   * of its controller.
   */
  readonly namespace?: string;
  /** What the app says beside the route. */
  readonly policy?: RoutePolicy;
  /** What the handler threw or passed on, in the app's own words. */
  readonly error?: string;
}

/**
 * Name and message of something thrown; `undefined` for what is no error. Of a syntax error only
 * the name: its message quotes the text that could not be parsed. Never throws.
 */
export function errorText(thrown: unknown): string | undefined {
  try {
    if (!(thrown instanceof Error)) return undefined;
    const { name, message } = thrown;
    return name === 'SyntaxError' || message === '' ? name : `${name}: ${message}`;
  } catch {
    return undefined;
  }
}
