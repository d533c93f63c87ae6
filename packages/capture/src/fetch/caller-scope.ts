import { AsyncResource } from 'node:async_hooks';

/** The scopes of handlers that an interceptor made for one call, and gives to undici again. */
const byHandler = new WeakMap<object, AsyncResource>();
const deepest = 8;
const framesToLookAt = 24;
const drain = /onDrain\]?$/;

/**
 * The async context in which a call was made, at the time when undici makes the request of it.
 *
 * Mostly that is the current one. It is not for calls that had to wait for a connection in undici up
 * to 7, and for those that an interceptor repeats: they are made in the context of some connection,
 * which is that of whoever opened it. Then the handler knows; if it does not, nobody is better than
 * somebody else, and `home` is given back.
 *
 * @param home - a context in which nobody acts.
 */
export function callerScope(request: object, home: AsyncResource): AsyncResource {
  const outer = handlerOf(request);
  const inner = innermost(outer);
  if (inner instanceof AsyncResource) return inner;
  const wrapped = outer !== undefined && outer !== inner;
  const earlier = wrapped ? byHandler.get(outer) : undefined;
  if (earlier !== undefined) return earlier;
  const scope = hasWaited() ? home : new AsyncResource('WhodidCall');
  if (wrapped) byHandler.set(outer, scope);
  return scope;
}

function handlerOf(request: object): object | undefined {
  const key = Object.getOwnPropertySymbols(request).find(
    ({ description }) => description === 'handler',
  );
  if (key === undefined) return undefined;
  const handler = (request as { readonly [key: symbol]: unknown })[key];
  return typeof handler === 'object' && handler !== null ? handler : undefined;
}

function innermost(handler: object | undefined): object | undefined {
  let inner = handler;
  for (let depth = 0; depth < deepest; depth += 1) {
    const next = (inner as { readonly handler?: unknown } | undefined)?.handler;
    if (typeof next !== 'object' || next === null) return inner;
    inner = next;
  }
  return inner;
}

/** Whether a pool calls us that has got a connection free. Only the stack knows. */
function hasWaited(): boolean {
  try {
    const turn = callers().find((name) => name === 'runInAsyncScope' || drain.test(name));
    // Undici 8 goes back to the caller's context by itself before it goes on.
    return turn !== undefined && turn !== 'runInAsyncScope';
  } catch {
    // Intrinsics that are frozen.
    return false;
  }
}

/** The names of the functions that wait for us to return, innermost first. */
function callers(): readonly string[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = framesToLookAt;
    // Without it source maps would make this dear.
    Error.prepareStackTrace = (_error, frames) => frames;
    const frames = new Error().stack as unknown as readonly NodeJS.CallSite[];
    return frames.map((frame) => frame.getFunctionName() ?? '');
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  }
}
