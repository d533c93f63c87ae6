import { errorText } from '../exchange/facts.ts';
import { watchedOf } from '../exchange/watched-of.ts';
import { rawRequest } from './nest-like.ts';
import { routedTo } from './routed.ts';

type Next = (this: unknown, exception: unknown, host: HostLike) => unknown;

/** What filters get. */
interface HostLike {
  getArgByIndex(index: number): unknown;
}

/** What hands exceptions of an app to its filters. Not a public part of NestJS. */
interface WithFilters {
  readonly routesResolver?: {
    readonly routerExceptionsFilter?: {
      create?(controller: object, handler: () => void, module: undefined): object;
    };
  };
}

// Registered, so that of several copies of this library in one process only the first does it.
const followed = Symbol.for('whodid.capture.nest.exceptions');

/**
 * Learns what handlers, guards, pipes, interceptors and middleware have thrown, before any filter
 * makes an answer of it. A filter of our own would be in the way of the app's: only one of them gets
 * an exception, and an interceptor does not hear of what guards throw.
 *
 * @returns whether this NestJS has the place where exceptions pass.
 */
export function followExceptions(app: object): boolean {
  const { routesResolver } = app as WithFilters;
  const handler = routesResolver?.routerExceptionsFilter?.create?.({}, () => {}, undefined);
  const prototype = handler && (Object.getPrototypeOf(handler) as Record<symbol | string, unknown>);
  if (typeof prototype?.next !== 'function') return false;
  if (prototype[followed] === true) return true;
  const original = prototype.next as Next;
  const next: Next = function next(this: unknown, ...args) {
    tellException(...args);
    return Reflect.apply(original, this, args);
  };
  Object.defineProperty(prototype, followed, { value: true });
  prototype.next = next;
  return true;
}

function tellException(exception: unknown, host: HostLike): void {
  try {
    const request = rawRequest(host.getArgByIndex(0));
    const watched = watchedOf(request);
    const error = routedTo.has(request) ? errorText(exception) : nameOf(exception);
    if (error !== undefined) watched?.tell({ error });
  } catch {
    // Then the entry has no error.
  }
}

/**
 * Before a handler is reached, the message is mostly that of NestJS, and quotes what came: the
 * address with its query, the text that is no JSON.
 */
function nameOf(exception: unknown): string | undefined {
  return exception instanceof Error ? exception.name : undefined;
}
