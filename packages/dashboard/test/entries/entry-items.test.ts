import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryItems } from '../../src/entries/entry-items.ts';
import { createInstants } from '../../src/time/instants.ts';
import { sampleEntry } from '../fixtures/sample-entry.ts';

function told(zone: string, ...times: readonly string[]): readonly string[] {
  const entries = times.map((occurredAt, index) => sampleEntry({ id: String(index), occurredAt }));
  const instants = createInstants('en-GB', zone);
  return entryItems(entries, instants, Date.parse('2026-11-20T10:00:00Z')).map((item) =>
    item.type === 'day' ? item.label : item.key,
  );
}

test('entries are put under their day, in their order', () => {
  const times = [
    '2026-11-20T09:00:00.000Z',
    '2026-11-20T00:00:00.000Z',
    '2026-11-19T23:59:59.999Z',
  ];
  assert.deepEqual(told('UTC', ...times), [
    ...['Today · Friday 20 November', '0', '1'],
    ...['Yesterday · Thursday 19 November', '2'],
  ]);
});

test('a day begins where the zone says, also a quarter past', () => {
  const times = ['2026-11-19T18:15:00.000Z', '2026-11-19T18:14:59.999Z'];
  assert.deepEqual(told('Asia/Kathmandu', ...times), [
    ...['Today · Friday 20 November', '0'],
    ...['Yesterday · Thursday 19 November', '1'],
  ]);
});

test('what is added below gets a heading only if its day has none', () => {
  const entries = [
    '2026-11-20T09:00:00.000Z',
    '2026-11-20T08:00:00.000Z',
    '2026-11-19T08:00:00.000Z',
  ].map((occurredAt, index) => sampleEntry({ id: String(index), occurredAt }));
  const instants = createInstants('en-GB', 'UTC');
  const now = Date.parse('2026-11-20T10:00:00Z');
  const all = entryItems(entries, instants, now);
  const [first, ...others] = entries;
  const added = entryItems(others, instants, now, first);
  assert.deepEqual([...all.slice(0, 2), ...added], all);
});
