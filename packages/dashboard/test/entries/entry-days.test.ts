import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryDays } from '../../src/entries/entry-days.ts';
import { createInstants } from '../../src/time/instants.ts';
import { sampleEntry } from '../fixtures/sample-entry.ts';

test('entries are put under their day, in their order', () => {
  const times = [
    '2026-11-20T09:00:00.000Z',
    '2026-11-20T00:00:00.000Z',
    '2026-11-19T23:59:59.999Z',
  ];
  const entries = times.map((occurredAt, index) => sampleEntry({ id: String(index), occurredAt }));
  const instants = createInstants('en-GB', 'UTC');
  const days = entryDays(entries, instants, Date.parse('2026-11-20T10:00:00Z'));
  assert.deepEqual(
    days.map(({ label, entries: ofDay }) => [label, ofDay.map(({ id }) => id)]),
    [
      ['Today · Friday 20 November', ['0', '1']],
      ['Yesterday · Thursday 19 November', ['2']],
    ],
  );
});
