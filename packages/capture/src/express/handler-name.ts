import type { Handler, Route } from './express-tree.ts';

/**
 * The last handler that a route has for a method, if the app gave it a name.
 *
 * @param method - in upper case; `*` for handlers of every method.
 */
export function handlerName({ stack }: Route, method: string): string | undefined {
  const last = stack?.findLast((each) => isFor(each, method) && !handlesErrors(each.handle));
  const name = last?.name;
  return typeof name === 'string' && /^\w+$/.test(name) && name !== 'anonymous' ? name : undefined;
}

/** Whether a handler of a route is called for a method. */
export function isFor(handler: Handler, method: string): boolean {
  const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
  return method === '*' || (handler.method ?? wanted) === wanted;
}

function handlesErrors(handle: unknown): boolean {
  return typeof handle === 'function' && handle.length === 4;
}
