import { type GraphqlParameter, graphqlParameters } from './graphql/graphql-parameters.ts';
import { isSecretText } from './key-rules.ts';
import type { KeyClass } from './key-words.ts';
import { decoded, decodedName, layersOf } from './percent.ts';
import type { RedactPass } from './redact-pass.ts';

// Percent-encoded names are read as well.
const mayAsk = /(?:^|&)(?:query=|variables=|[^&=%]{0,40}%)/;
const harmlessValue = /^(?:true|false|null)$/i;

/** `a=1&b=2`, as in a query or a form, with secret values masked. */
export function maskParameters(text: string, path: string, pass: RedactPass): string {
  const graphql = mayAsk.test(text) ? graphqlParameters(pairsOf(text), path, pass) : null;
  let clean = '';
  let from = 0;
  while (from <= text.length) {
    const end = text.indexOf('&', from);
    const stop = end < 0 ? text.length : end;
    if (from > 0) clean += '&';
    clean += maskPair(text.slice(from, stop), path, pass, graphql);
    from = stop + 1;
  }
  return clean;
}

function pairsOf(text: string): readonly (readonly [string, string])[] {
  return text.split('&').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [decodedName(name), decoded(value.join('='))];
  });
}

function maskPair(
  pair: string,
  path: string,
  pass: RedactPass,
  graphql: GraphqlParameter | null,
): string {
  const equals = pair.indexOf('=');
  if (equals < 0) return cleanPart(pair, path, pass);
  const name = pair.slice(0, equals);
  const value = pair.slice(equals + 1);
  if (value === '' || pass.isMask(value)) return pair;
  const plainName = decodedName(name);
  const plain = decoded(value);
  if (isSecretParameter(plainName, plain, pass)) {
    pass.note(`${path}.${pass.nameOf(plainName)}`, 'key');
    return `${cleanPart(name, path, pass)}=${pass.mask}`;
  }
  const clean = graphql?.(plainName, plain);
  const kept =
    clean === undefined || clean === plain
      ? cleanPart(value, path, pass)
      : encodeURIComponent(clean);
  return `${cleanPart(name, path, pass)}=${kept}`;
}

/** Whether the value of this parameter is secret. Both are decoded. */
export function isSecretParameter(name: string, value: string, pass: RedactPass): boolean {
  const secret = pass.keys.parameter(name) ?? secretAbove(name, pass);
  return secret !== null && isSecretText(secret, value) && !harmlessValue.test(value);
}

const mostSteps = 20;

// `password[$ne]` is part of what `password` names, as a field of an object would be.
function secretAbove(name: string, pass: RedactPass): KeyClass | null {
  if (!name.includes('[')) return null;
  for (const step of name.split('[', mostSteps)) {
    const secret = pass.keys.parameter(step);
    if (secret === 'all' || secret === 'token') return secret;
  }
  return null;
}

/**
 * A part of a URL without secrets. It stays as it was written unless there is something in it to
 * take out, which may be encoded more than once: an address inside an address inside an address.
 */
export function cleanPart(part: string, path: string, pass: RedactPass): string {
  if (part.length < 5) return part;
  if (!part.includes('%')) return cleanLayer(decoded(part), path, pass) ?? part;
  for (const plain of layersOf(part)) {
    const clean = cleanLayer(plain, path, pass);
    if (clean !== undefined) return clean;
  }
  return part;
}

function cleanLayer(plain: string, path: string, pass: RedactPass): string | undefined {
  const clean = pass.part(plain, path);
  return clean === plain ? undefined : encodeURIComponent(clean);
}
