/** Freezes plain data to the bottom. Nesting is limited by whoever made the data. */
export function deepFreeze<T extends object>(value: T): T {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) freezeItem(value[index]);
  } else for (const key in value) freezeItem(value[key]);
  return Object.freeze(value);
}

function freezeItem(item: unknown): void {
  if (typeof item === 'object' && item !== null) deepFreeze(item);
}
