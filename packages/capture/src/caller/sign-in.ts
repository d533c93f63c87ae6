import type { Outcome } from '@whodid/core';
import { outcomeOfStatusCode } from '../exchange/outcome.ts';

/** Which requests are sign-ins and sign-outs. */
export interface SignInNames {
  readonly signIns: readonly string[];
  readonly signOuts: readonly string[];
}

/** What is known of a request that may be a sign-in. */
export interface SignInSubject {
  readonly method: string;
  readonly path: string;
  /** Pattern of its route. */
  readonly route: string | undefined;
  readonly name: string | undefined;
  readonly statusCode: number | undefined;
  /** Where the answer sends the browser. */
  readonly location: string | undefined;
}

/** A sign-in or a sign-out, and how it ended. */
export interface SignIn {
  readonly event: 'login' | 'logout';
  readonly outcome: Outcome;
}

/** Decides what is a sign-in, by the names of routes and the last parts of paths. */
export class SignInRules {
  readonly #signIns: ReadonlySet<string>;
  readonly #signOuts: ReadonlySet<string>;

  constructor({ signIns, signOuts }: SignInNames) {
    this.#signIns = new Set(signIns.map(normal));
    this.#signOuts = new Set(signOuts.map(normal));
  }

  /** `null` for any other request, and for one that no such route has answered. */
  read({ method, path, route, name, statusCode, location }: SignInSubject): SignIn | null {
    if (statusCode === undefined || statusCode === 404 || statusCode === 405) return null;
    // Whatever way a client writes the path, as `/log%69n`: the route is what it reached.
    const called = [lastPart(path), lastPart(route ?? ''), name ?? ''].map(normal);
    const is = (names: ReadonlySet<string>): boolean => called.some((text) => names.has(text));
    if (is(this.#signOuts) && method !== 'OPTIONS' && method !== 'HEAD') {
      return { event: 'logout', outcome: outcomeOfStatusCode(statusCode) };
    }
    if (!is(this.#signIns)) return null;
    if (method === 'DELETE') return { event: 'logout', outcome: outcomeOfStatusCode(statusCode) };
    if (method !== 'POST') return null;
    return { event: 'login', outcome: this.#loginOutcome(statusCode, location) };
  }

  // A form that is shown once more says that it did not work, though it says so by a redirect.
  #loginOutcome(statusCode: number, location: string | undefined): Outcome {
    if (statusCode < 300 || statusCode >= 400) return outcomeOfStatusCode(statusCode);
    const [path = ''] = (location ?? '').split(/[?#]/, 1);
    return this.#signIns.has(normal(lastPart(path))) ? 'failure' : 'success';
  }
}

// No regular expression: on a path of nothing but slashes it would take seconds.
function lastPart(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

function normal(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes('_') ? lower.replaceAll('_', '-') : lower;
}
