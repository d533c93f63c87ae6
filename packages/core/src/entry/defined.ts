type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The fields that have a value, in the same order: what is unknown is absent. */
export function defined<T extends object>(fields: T): Defined<T> {
  const kept: { [name: string]: unknown } = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept as Defined<T>;
}
