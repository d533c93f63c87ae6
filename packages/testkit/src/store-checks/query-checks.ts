import assert from 'node:assert/strict';
import { type Entry, type Match, matches, type Query, queryFields, valuesOf } from '@whodid/core';
import type { Store } from '@whodid/store';
import { makeEntry } from '../make-entry.ts';
import type { StoreCheck } from '../store-conformance.ts';
import { richEntry } from './rich-entry.ts';

/** What is found by fields. The measure is `matches`: a driver finds the same entries. */
export const queryChecks: readonly StoreCheck[] = [
  ...queryFields.map(({ name }) => fieldCheck(name)),
  {
    name: 'query: and, or and not within each other',
    run: async (store) => {
      const entries = sample();
      await store.append(entries);
      const [post, denied, agent] = [
        anyOf('method', 'post'),
        anyOf('outcome', 'denied'),
        anyOf('actor.type', 'agent'),
      ];
      const word: Query = { type: 'text', tokens: ['msgword'], phrase: false };
      const absent: Query = { type: 'field', field: 'status', match: { type: 'exists' } };
      const not = (part: Query): Query => ({ type: 'not', part });
      const queries: Query[] = [
        { type: 'and', parts: [post, denied] },
        { type: 'or', parts: [post, denied, word] },
        not({ type: 'and', parts: [post, word] }),
        not({ type: 'or', parts: [agent, not(absent)] }),
        { type: 'and', parts: [not(denied), not(word)] },
        { type: 'or', parts: [not(post), { type: 'and', parts: [agent, not(not(word))] }] },
        { type: 'and', parts: [] },
        { type: 'or', parts: [] },
        not({ type: 'all' }),
      ];
      for (const query of queries) await findsTheSame(store, query, entries);
    },
  },
];

type FieldName = (typeof queryFields)[number]['name'];

function fieldCheck(field: FieldName): StoreCheck {
  return {
    name: `query: ${field}`,
    run: async (store) => {
      const entries = sample();
      await store.append(entries);
      for (const key of field === 'data' ? ['plan', 'nested.count', 'nested.flags', 'no'] : ['']) {
        const values = entries.flatMap((entry) => valuesOf(entry, field, key));
        for (const match of [...commonMatches, ...new Set(values)].flatMap(toMatches)) {
          const term: Query = { type: 'field', field, match, ...(key === '' ? {} : { key }) };
          await findsTheSame(store, term, entries);
          await findsTheSame(store, { type: 'not', part: term }, entries);
        }
      }
    },
  };
}

const commonMatches: readonly Match[] = [
  { type: 'exists' },
  { type: 'anyOf', values: ['absent', 'ABSENT too'] },
  { type: 'glob', pattern: '*' },
  { type: 'between', min: -Infinity, max: Infinity },
];

// Each way to ask for a value, and some that just miss it.
function toMatches(value: Match | string | number): readonly Match[] {
  if (typeof value === 'object') return [value];
  const text = String(value);
  const middle = Math.ceil(text.length / 2);
  const textual: readonly Match[] = [
    { type: 'anyOf', values: ['absent', text.toUpperCase()] },
    { type: 'anyOf', values: [`${text}x`] },
    { type: 'prefix', prefix: text.slice(0, middle).toUpperCase() },
    { type: 'prefix', prefix: `${text}.` },
    { type: 'glob', pattern: `${text.slice(0, middle)}*` },
    { type: 'glob', pattern: `*${text.slice(middle)}` },
    { type: 'glob', pattern: `*${text.slice(1, -1)}*` },
  ];
  if (typeof value === 'string') return textual;
  return [
    ...textual,
    { type: 'between', min: value, max: value },
    { type: 'between', min: value + 1, max: Infinity },
    { type: 'between', min: -Infinity, max: value - 1 },
  ];
}

function sample(): readonly Entry[] {
  return [
    richEntry(),
    richEntry({ action: 'order', outcome: 'success', message: 'nothing', reason: 'none' }),
    makeEntry(),
    makeEntry({ kind: 'auth', stream: 'login', action: 'ordering.view', outcome: 'failure' }),
  ];
}

function anyOf(field: FieldName, value: string): Query {
  return { type: 'field', field, match: { type: 'anyOf', values: [value] } };
}

async function findsTheSame(store: Store, query: Query, entries: readonly Entry[]): Promise<void> {
  const page = await store.list({ tenant: 'main', query, limit: 500 });
  const expected = entries.filter((entry) => matches(query, entry)).map(({ id }) => id);
  const found = page.entries.map(({ id }) => id);
  assert.deepEqual(found.toSorted(), expected.toSorted(), JSON.stringify(query));
  const count = await store.count({ tenant: 'main', query });
  assert.equal(count, expected.length, `count of ${JSON.stringify(query)}`);
}
