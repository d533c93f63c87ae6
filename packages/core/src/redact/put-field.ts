/** Gives an object a field of its own. Assigning to `__proto__` would set the prototype. */
export function putField<T>(fields: { [name: string]: T }, name: string, value: T): void {
  if (name === '__proto__') define(fields, name, value);
  else fields[name] = value;
}

function define(fields: object, name: string, value: unknown): void {
  Object.defineProperty(fields, name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
