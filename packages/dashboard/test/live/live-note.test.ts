import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LiveStanding, liveNote } from '../../src/live/live-note.ts';

const well: LiveStanding = {
  on: true,
  blocked: null,
  connection: 'open',
  waitingCount: 0,
  held: false,
  skippedCount: 0,
};

const rows: readonly (readonly [note: string | null, standing: Partial<LiveStanding>])[] = [
  [null, {}],
  [null, { on: false }],
  ['Live is off: the time range has an end', { on: false, blocked: 'range' }],
  ['Live is off: the time range has an end', { blocked: 'range' }],
  ['Live is off: the query cannot be read', { blocked: 'query', connection: 'refused' }],
  ['Live stopped: the collector refused the connection', { connection: 'refused' }],
  ['Connection lost, trying again', { connection: 'reconnecting', held: true }],
  ['Paused while you read on', { held: true }],
  ['Paused, 12 new', { held: true, waitingCount: 12 }],
  ['7 skipped, too many to show: narrow the query', { skippedCount: 7 }],
];

test('it is always said why nothing moves', () => {
  for (const [note, standing] of rows) assert.equal(liveNote({ ...well, ...standing }), note);
});
