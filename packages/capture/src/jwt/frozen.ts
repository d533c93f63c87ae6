/** Freezes plain data to the bottom, however deep: it is handed to many. */
export function frozen<T extends object>(data: T): T {
  const open: object[] = [data];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    for (const inner of Object.values(Object.freeze(item))) {
      if (typeof inner === 'object' && inner !== null) open.push(inner);
    }
  }
  return data;
}
