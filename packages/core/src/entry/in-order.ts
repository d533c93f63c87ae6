const fewKeys = 24;

/**
 * Sorts names in place by UTF-16 code units, as RFC 8785 asks for. Most objects are small, and up
 * to a few dozen names insertion beats the built-in sort.
 */
export function inOrder(names: string[]): string[] {
  if (names.length > fewKeys) return names.sort();
  for (let index = 1; index < names.length; index += 1) {
    const name = names[index] as string;
    let place = index - 1;
    while (place >= 0 && (names[place] as string) > name) {
      names[place + 1] = names[place] as string;
      place -= 1;
    }
    names[place + 1] = name;
  }
  return names;
}
