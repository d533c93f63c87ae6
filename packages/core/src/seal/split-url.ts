import { decoded, decodedName } from '../redact/percent.ts';
import { putField } from '../redact/put-field.ts';
import type { Redactor } from '../redact/redactor.ts';

const mostParameters = 500;
const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

type Query = { [name: string]: string | string[] };

/** Path and decoded query parameters of a URL that has no secrets any more. */
export function splitUrl(
  url: string,
  redactor: Redactor,
): { readonly path: string; readonly query: Query } {
  const hash = url.indexOf('#');
  const address = hash < 0 ? url : url.slice(0, hash);
  const question = address.indexOf('?');
  const head = question < 0 ? address : address.slice(0, question);
  const path = head.charCodeAt(0) === 47 ? head : head.replace(origin, '');
  return {
    path: path === '' ? '/' : path,
    query: question < 0 ? {} : parameters(address.slice(question + 1), redactor),
  };
}

function parameters(text: string, redactor: Redactor): Query {
  const query: Query = {};
  for (const pair of text.split('&', mostParameters)) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = redactor.name(decodedName(equals < 0 ? pair : pair.slice(0, equals)));
    const value = equals < 0 ? '' : decoded(pair.slice(equals + 1));
    const before = Object.hasOwn(query, name) ? query[name] : undefined;
    if (before === undefined) putField(query, name, value);
    else if (typeof before === 'string') putField(query, name, [before, value]);
    else before.push(value);
  }
  return query;
}
