import { canonicalJson } from '../entry/canonical.ts';
import type { EntryFields, Http, Json } from '../entry/entry.ts';

const omitted = '[omitted:entry_too_large]';
const shortText = 256;

/**
 * An entry of at most `limitBytes`: what is least missed is left out first, and each omission is
 * visible. Bodies, then headers, then free-form data and the values of changes; at last every text
 * is cut short.
 */
export function limitEntry(
  fields: EntryFields,
  limitBytes: number,
): { readonly fields: EntryFields; readonly text: string } {
  let limited = fields;
  let text = textOf(limited);
  for (const step of steps) {
    if (fits(text, limitBytes)) break;
    limited = step(limited);
    text = textOf(limited);
  }
  return { fields: limited, text };
}

function textOf(fields: EntryFields): string {
  return canonicalJson(fields as unknown as Json);
}

function fits(text: string, limitBytes: number): boolean {
  return text.length * 3 <= limitBytes || Buffer.byteLength(text) <= limitBytes;
}

const steps: readonly ((fields: EntryFields) => EntryFields)[] = [
  (fields) => withHttp(fields, (http) => withoutBody(http, 'response')),
  (fields) => withHttp(fields, (http) => withoutBody(http, 'request')),
  (fields) =>
    withHttp(fields, (http) => ({
      ...http,
      request: { ...http.request, headers: {} },
      response: { ...http.response, headers: {} },
    })),
  (fields) => (fields.data === undefined ? fields : { ...fields, data: omitted }),
  withoutValues,
  withoutLists,
  (fields) => shortened(fields as unknown as Json) as unknown as EntryFields,
];

function withHttp(fields: EntryFields, change: (http: Http) => Http): EntryFields {
  return fields.http === undefined ? fields : { ...fields, http: change(fields.http) };
}

function withoutBody(http: Http, side: 'request' | 'response'): Http {
  if (http[side].body === undefined) return http;
  return { ...http, [side]: { ...http[side], body: omitted, cut: true } };
}

function withoutValues(fields: EntryFields): EntryFields {
  if (fields.change === undefined) return fields;
  const names = fields.change.fields.map(({ name }) => ({ name, new: omitted }));
  return { ...fields, change: { ...fields.change, fields: names } };
}

const keptItems = 20;

function withoutLists(fields: EntryFields): EntryFields {
  const { info, ...actor } = fields.actor;
  return {
    ...fields,
    actor,
    targets: fields.targets.slice(0, keptItems),
    ...(fields.masked === undefined ? {} : { masked: fields.masked.slice(0, keptItems) }),
    ...(fields.change === undefined
      ? {}
      : {
          change: {
            ...fields.change,
            fields: fields.change.fields.slice(0, keptItems),
            ...(fields.change.ids === undefined
              ? {}
              : { ids: fields.change.ids.slice(0, keptItems) }),
          },
        }),
    ...(fields.onBehalfOf === undefined
      ? {}
      : { onBehalfOf: fields.onBehalfOf.slice(0, 2).map(({ info: _, ...rest }) => rest) }),
  };
}

function shortened(value: Json): Json {
  if (typeof value === 'string') {
    return value.length > shortText ? `${value.slice(0, shortText)}…` : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shortened);
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, keptItems * 2)
      .map(([key, item]) => [key, shortened(item)]),
  );
}
