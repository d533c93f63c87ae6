// Whatever is wrong with a request, its field is named: for every route that the description lists,
// every parameter and every field of its body.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { scopes } from '../../src/access/scopes.ts';
import type { OpenapiDocument, Operation, Schema } from '../../src/openapi/finish-document.ts';
import { documentFrom, examplesOf, operationsOf } from '../openapi/described.ts';
import { type Ask, startCollector, withKey } from '../start-collector.ts';

interface Named {
  readonly status: number;
  readonly field: unknown;
  readonly text: string;
}

test('every parameter that is wrong is named', async (t) => {
  const { send, document } = await fixture(t);
  for (const { route, operation } of operationsOf(document)) {
    // What does not fit into an address is an address of nothing.
    const asked = (operation.parameters ?? []).filter((one) => one.in === 'query');
    // There is no identity provider here, so there is nothing at these addresses.
    if (route.includes('/auth/')) continue;
    const path = withChoices(route, operation);
    for (const { name, schema } of asked) {
      for (const value of wrongTexts(schema))
        expectNamed(await send(`${path}?${name}=${value}`), name, route);
      expectNamed(await send(`${path}?${name}=1&${name}=2`), name, route);
    }
    if (asked.length > 0) expectNamed(await send(`${path}?no-such-name=1`), 'no-such-name', route);
  }
});

test('every field of a body that is wrong, missing or unknown is named', async (t) => {
  const { send, document } = await fixture(t);
  let looked = 0;
  for (const { route, operation } of operationsOf(document)) {
    const form = formOf(operation, document);
    if (form === null) continue;
    for (const [body, field] of wrongBodies(route, form)) {
      expectNamed(await send(route, body), field, `${route} ${JSON.stringify(body)}`);
      looked += 1;
    }
  }
  assert.ok(looked > 50, String(looked));
});

// A part of the path that must be one of several is the first of them.
function withChoices(route: string, { parameters = [] }: Operation): string {
  return route.replaceAll(/:(\w+)/g, (whole, name) => {
    const { schema } = parameters.find((one) => one.in === 'path' && one.name === name) ?? {};
    const [first] = (schema?.enum ?? []) as readonly unknown[];
    return first === undefined ? whole : String(first);
  });
}

type WrongBody = readonly [body: object, field: string];

/** Bodies that are right but for one field. */
function wrongBodies(route: string, { example, schema }: Form): readonly WrongBody[] {
  const fields = Object.entries(schema.properties as Record<string, Schema>);
  const required = (schema.required ?? []) as readonly string[];
  const wrong = fields.flatMap(([name, field]) => {
    const values = takesAnything.has(route) ? [] : wrongValues(field);
    return values.map((value): WrongBody => [{ ...example, [name]: value }, name]);
  });
  const missing = required.map((name): WrongBody => {
    const { [name]: _, ...rest } = example;
    return [rest, name];
  });
  // Some documents want further names to be kept, or not to be minded.
  const isStrict = schema.additionalProperties === false;
  const unknown: WrongBody = [{ ...example, noSuchName: 1 }, 'noSuchName'];
  return [...wrong, ...missing, ...(isStrict ? [unknown] : [])];
}

/** Document 000: senders write numbers, words and JSON as they like, all of it is kept as text. */
const takesAnything: ReadonlySet<string> = new Set(['POST /api/activity-log/']);

interface Fixture {
  readonly document: OpenapiDocument;
  /** Sends a body to a route, as somebody who may do everything. */
  send(route: string, body?: object): Promise<Named>;
}

async function fixture(t: TestContext): Promise<Fixture> {
  const { ask, collector } = await startCollector(t);
  const { key } = await collector.createKey({ name: 'all', scopes, userId: 'ada' });
  const askAs = withKey(ask, key);
  return {
    document: await documentFrom(t),
    send: (route, body) => sendTo(askAs, route, body),
  };
}

async function sendTo(ask: Ask, route: string, body?: object): Promise<Named> {
  const [method = '', path = ''] = route.split(' ');
  const sent =
    body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await ask(path.replaceAll(/:\w+/g, 'none'), { method, ...sent });
  const text = await answer.text();
  const told = answer.status < 400 ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: answer.status, field: told.path ?? told.parameter, text };
}

function expectNamed({ status, field, text }: Named, name: string, sent: string): void {
  assert.ok(status === 400 || status === 422, `${sent}: ${status} ${text}`);
  const named = String(field) === name || /^[.[]/.test(String(field).slice(name.length));
  // The words of zod, which are not ours.
  assert.doesNotMatch(text, /Invalid input|Too (small|big)|expected/);
  assert.ok(String(field).startsWith(name) && named, `${sent}: not ${name} but ${text}`);
}

/** Values that a parameter does not take; none for one that takes any text. */
function wrongTexts({ type, maxLength, enum: words }: Schema): readonly string[] {
  if (type === 'integer' || type === 'number') return ['ten'];
  if (Array.isArray(words)) return ['no-such-word'];
  return typeof maxLength === 'number' ? ['x'.repeat(maxLength + 1)] : [];
}

/** Values that a field does not take; none for one that takes any JSON. */
function wrongValues(schema: Schema): readonly unknown[] {
  const text = JSON.stringify(schema);
  if (schema.type === undefined && schema.enum === undefined && !text.includes('"type"')) return [];
  const takes = (type: string) => text.includes(`"${type}"`);
  return [
    ...(takes('boolean') ? [] : [true]),
    ...(takes('object') || takes('array') ? [] : [{}]),
    ...(takes('number') || takes('integer') ? [] : [7]),
  ];
}

interface Form {
  readonly example: Record<string, unknown>;
  readonly schema: Schema;
}

/** The form of a body that is an object, with one that is right. */
function formOf({ requestBody }: Operation, { components }: OpenapiDocument): Form | null {
  const media = requestBody?.content['application/json'];
  if (media?.schema === undefined) return null;
  const { anyOf } = media.schema as { readonly anyOf?: readonly Schema[] };
  const schema = anyOf?.[0] ?? media.schema;
  const named = components.schemas[schema.$ref?.split('/').at(-1) ?? ''] ?? schema;
  const [example] = examplesOf(media);
  if (named.properties === undefined) return null;
  return { example: example as Record<string, unknown>, schema: named };
}
