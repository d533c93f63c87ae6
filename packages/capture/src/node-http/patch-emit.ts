import type { EventEmitter } from 'node:events';

type Emit = (this: unknown, event: string | symbol, ...args: unknown[]) => boolean;

/**
 * Lets `around` have a look at each event of one class of emitters. It must call `emit` once and
 * return what that returns.
 *
 * @returns puts the method back, unless somebody has put their own over ours; then ours only hands
 * on.
 */
export function patchEmit(
  prototype: EventEmitter,
  around: (event: string | symbol, args: readonly unknown[], emit: () => boolean) => boolean,
): () => void {
  const own = Object.hasOwn(prototype, 'emit');
  const original = prototype.emit as Emit;
  let active = true;
  const patched: Emit = function emit(event, ...args) {
    const call = (): boolean => Reflect.apply(original, this, [event, ...args]);
    return active ? around(event, args, call) : call();
  };
  prototype.emit = patched as EventEmitter['emit'];
  return () => {
    active = false;
    if (prototype.emit !== patched) return;
    if (own) prototype.emit = original as EventEmitter['emit'];
    else Reflect.deleteProperty(prototype, 'emit');
  };
}
