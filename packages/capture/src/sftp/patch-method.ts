/** Calls the method that was there before, with its own arguments or others. */
export type Call = (args?: readonly unknown[]) => unknown;

/** Does something around a call. */
export type Around = (call: Call, args: readonly unknown[]) => unknown;

/**
 * Lets `around` have a look at each call of one method of one object. Other objects of the class
 * are not touched, and nothing new shows up when the properties are listed.
 *
 * @returns puts the method back, unless somebody has put their own over ours; then ours only hands
 * on.
 */
export function patchMethod(owner: object, name: string, around: Around): () => void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') return () => {};
  const before = Reflect.getOwnPropertyDescriptor(owner, name);
  let active = true;
  function patched(this: unknown, ...args: unknown[]): unknown {
    const call: Call = (given = args) => Reflect.apply(original as () => unknown, this, given);
    return active ? around(call, args) : call();
  }
  Object.defineProperty(owner, name, {
    value: patched,
    writable: true,
    configurable: true,
    enumerable: before?.enumerable ?? false,
  });
  return () => {
    active = false;
    if (Reflect.get(owner, name) !== patched) return;
    if (before === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, before);
  };
}
