import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LiveAction, type LiveState, liveReducer, noLive } from '../../src/live/live-state.ts';
import { sampleEntry } from '../fixtures/sample-entry.ts';

function after(...actions: readonly LiveAction[]): LiveState {
  return actions.reduce(liveReducer, noLive);
}

function arrived(ids: string, hold: boolean): LiveAction {
  const entries = ids.split('').map((id) => sampleEntry({ id }));
  return { type: 'arrived', entries, hold };
}

function ids(entries: LiveState['shown']): string {
  return entries.map(({ id }) => id).join('');
}

test('the newest come first', () => {
  assert.equal(ids(after(arrived('ba', false), arrived('dc', false)).shown), 'dcba');
});

test('while the reader is further down nothing moves, and nothing is lost', () => {
  const held = after(arrived('a', false), arrived('b', true), arrived('c', true));
  assert.equal(ids(held.shown), 'a');
  assert.equal(ids(held.waiting), 'cb');
  const released = liveReducer(held, { type: 'released' });
  assert.equal(ids(released.shown), 'cba');
  assert.equal(released.waiting.length, 0);
});

test('what comes twice, as after a reconnection, is there once', () => {
  assert.equal(
    ids(after(arrived('ba', false), arrived('cb', false), arrived('cc', true)).shown),
    'cba',
  );
});

test('another list begins anew', () => {
  const state = after(arrived('a', true), { type: 'skipped', count: 3 });
  assert.equal(state.skippedCount, 3);
  assert.deepEqual(liveReducer(state, { type: 'began', generation: 'g' }), {
    ...noLive,
    generation: 'g',
  });
});
