/** What the method of a request says of what was done. */
const byMethod: ReadonlyMap<string, string> = new Map([
  ['POST', 'CREATION'],
  ['PUT', 'MODIFICATION'],
  ['PATCH', 'MODIFICATION'],
  ['DELETE', 'DELETION'],
]);

const modifying: readonly string[] = ['change', 'update', 'edit'];

/** Words of a path that say it better, the first that is there. */
const byWord: readonly (readonly [string, string])[] = [
  ['reject', 'REJECTION'],
  ['approve', 'APPROVAL'],
  ['deactivate', 'DEACTIVATION'],
  ['reactivate', 'REACTIVATION'],
  ['delete', 'DELETION'],
];

/** And words that go before those, the last that is there. */
const last: readonly (readonly [string, string])[] = [
  ['check', 'VIEW'],
  ['withdraw', 'WITHDRAWAL'],
];

/**
 * The `userActivityType` of document 000 for a request: `VIEW`, `CREATION`, `MODIFICATION`, `DELETION`,
 * or what a word of the path says. Only whole words count: `checker` checks nothing.
 *
 * @param path - the path, or the pattern of the route: its parameters are no words.
 */
export function activityTypeOf(method: string, path: string): string {
  const words = wordsOf(path);
  const verb = method.toUpperCase();
  let type = byMethod.get(verb) ?? 'VIEW';
  if (verb === 'POST' && modifying.some((word) => words.has(word))) type = 'MODIFICATION';
  type = byWord.find(([word]) => words.has(word))?.[1] ?? type;
  return last.findLast(([word]) => words.has(word))?.[1] ?? type;
}

function wordsOf(path: string): ReadonlySet<string> {
  const parts = path
    .split('/')
    .filter((part) => !/^[:{*]/.test(part))
    .flatMap((part) => part.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z]+/));
  return new Set(parts.map((part) => part.toLowerCase()));
}
