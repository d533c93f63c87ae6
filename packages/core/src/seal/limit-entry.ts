import { canonicalJson } from '../entry/canonical.ts';
import type { EntryFields, Http, Json } from '../entry/entry.ts';
import { cutText, isLonger } from '../redact/cut-text.ts';
import type { Redactor } from '../redact/redactor.ts';

const omitted = '[omitted:entry_too_large]';

/**
 * An entry of at most `limitBytes`: what is least missed is left out first, and each omission is
 * visible. Bodies, then headers, then free-form data and the values of changes; at last every text
 * is cut short.
 */
export function limitEntry(
  fields: EntryFields,
  limitBytes: number,
  redactor: Redactor,
): { readonly fields: EntryFields; readonly text: string } {
  let limited = fields;
  let text = textOf(limited);
  for (const step of steps) {
    if (fits(text, limitBytes)) break;
    limited = step(limited, redactor);
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

type Step = (fields: EntryFields, redactor: Redactor) => EntryFields;

const steps: readonly Step[] = [
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
  withoutInfo,
  (fields, redactor) => shortened(fields, { items: 20, bytes: 256 }, redactor),
  (fields, redactor) => shortened(fields, { items: 5, bytes: 64 }, redactor),
  (fields, redactor) => shortened(fields, { items: 2, bytes: 40 }, redactor),
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

function withoutInfo(fields: EntryFields): EntryFields {
  const { info: _, ...actor } = fields.actor;
  const onBehalfOf = fields.onBehalfOf?.map(({ info: _, ...other }) => other);
  return { ...fields, actor, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) };
}

interface Kept {
  readonly items: number;
  readonly bytes: number;
}

// Ids and times are shorter than any of these limits, so they stay what they are.
function shortened(fields: EntryFields, kept: Kept, redactor: Redactor): EntryFields {
  const short = Object.entries(fields).map(([name, value]) => [
    name,
    shortValue(value, kept, redactor),
  ]);
  return Object.fromEntries(short) as EntryFields;
}

function shortValue(value: Json, kept: Kept, redactor: Redactor): Json {
  if (typeof value === 'string') return shortText(value, kept, redactor);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.slice(0, kept.items).map((item) => shortValue(item, kept, redactor));
  }
  const short: { [name: string]: Json } = {};
  for (const [name, item] of Object.entries(value)) {
    const isQuery = name === 'query' && typeof item === 'object' && item !== null;
    const limited = isQuery ? Object.fromEntries(Object.entries(item).slice(0, kept.items)) : item;
    short[name] = shortValue(limited, kept, redactor);
  }
  return short;
}

// Cutting may split what was masked, so it is looked at once more.
function shortText(text: string, { bytes }: Kept, redactor: Redactor): string {
  if (!isLonger(text, bytes)) return text;
  const short = redactor.text(cutText(text, bytes), '', []);
  return isLonger(short, 2 * bytes) ? omitted : short;
}
