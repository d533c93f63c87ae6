import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredEntry } from '@whodid/store';
import { readMove } from '../../src/triage/move.ts';

const fields = {
  action: 'whodid.triage',
  outcome: 'success',
  occurredAt: '2026-11-20T12:00:00.000Z',
  actor: { type: 'user', id: 'ada' },
  targets: [{ type: 'entry', id: 'e' }],
  data: { revision: 2, from: 'PENDING', to: 'IN_PROGRESS', owner: 'bob', note: 'n' },
};

function read(change: object): ReturnType<typeof readMove> {
  return readMove({ text: JSON.stringify({ ...fields, ...change }) } as StoredEntry);
}

test('a move is read from its entry', () => {
  assert.deepEqual(read({}), {
    entry: 'e',
    revision: 2,
    at: '2026-11-20T12:00:00.000Z',
    by: { type: 'user', id: 'ada' },
    from: 'PENDING',
    to: 'IN_PROGRESS',
    assignee: null,
    assigned: false,
    note: 'n',
  });
  const data = { ...fields.data, assignee: 'bob', assigned: true };
  assert.deepEqual([read({ data })?.assignee, read({ data })?.assigned], ['bob', true]);
});

test('what was refused, or only looks like a move, is none', () => {
  const others = [
    { outcome: 'denied' },
    { action: 'Whodid.Triage' },
    { targets: [] },
    { targets: [{ type: 'stage', id: 'e' }] },
    { data: undefined },
    { data: null },
    { data: '[omitted:entry_too_large]' },
    { data: { ...fields.data, revision: '2' } },
    { data: { ...fields.data, to: 'BOGUS' } },
    { data: { ...fields.data, from: undefined } },
  ];
  for (const other of others) assert.equal(read(other), null, JSON.stringify(other));
});
