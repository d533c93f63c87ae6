/**
 * The name of an operation that has none of its own: `POST /v1/entries/:id/triage` is
 * `postEntriesTriage`. Generated clients and links into the reference use it.
 */
export function operationIdOf(method: string, url: string): string {
  const words = url
    .split('/')
    .filter((part) => part !== '' && !/^(v\d+|:.*)$/.test(part))
    .flatMap((part) => part.split(/[^A-Za-z0-9]+/).filter((word) => word !== ''));
  return [method.toLowerCase(), ...words.map(capital)].join('') + (isOne(url) ? 'ById' : '');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

// Or the list and one of it would have the same name.
function isOne(url: string): boolean {
  return /:\w+\/?$/.test(url);
}
