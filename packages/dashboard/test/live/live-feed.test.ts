import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryFields } from '@whodid/core';
import { batchMs, LiveFeed, type LiveSource } from '../../src/live/live-feed.ts';
import { sampleEntry } from '../fixtures/sample-entry.ts';

class FakeSource implements LiveSource {
  readyState = 0;
  isClosed = false;
  readonly #listeners = new Map<string, (event: { readonly data?: unknown }) => void>();

  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.isClosed = true;
  }

  emit(type: string, data?: unknown): void {
    this.#listeners.get(type)?.({ data: JSON.stringify(data) });
  }
}

interface Heard {
  readonly connections: string[];
  readonly batches: string[];
  skipped: number;
}

function listen(source: LiveSource): { feed: LiveFeed; heard: Heard } {
  const heard: Heard = { connections: [], batches: [], skipped: 0 };
  const feed = new LiveFeed(source, {
    onConnection: (connection) => heard.connections.push(connection),
    onEntries: (entries: readonly EntryFields[]) =>
      heard.batches.push(entries.map(({ id }) => id).join('')),
    onSkipped: (count) => {
      heard.skipped += count;
    },
  });
  return { feed, heard };
}

test('entries of one moment are handed on together, newest first', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const source = new FakeSource();
  const { heard } = listen(source);
  for (const id of 'abc') source.emit('entry', sampleEntry({ id }));
  assert.deepEqual(heard.batches, []);
  context.mock.timers.tick(batchMs);
  source.emit('entry', sampleEntry({ id: 'd' }));
  context.mock.timers.tick(batchMs);
  assert.deepEqual(heard.batches, ['cba', 'd']);
});

test('nothing is handed on after the end', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const source = new FakeSource();
  const { feed, heard } = listen(source);
  source.emit('entry', sampleEntry());
  feed.close();
  context.mock.timers.tick(batchMs);
  assert.deepEqual(heard.batches, []);
  assert.ok(source.isClosed);
});

test('a lost connection and a refused one are told apart', () => {
  const source = new FakeSource();
  const { heard } = listen(source);
  source.emit('open');
  source.emit('error');
  source.readyState = 2;
  source.emit('error');
  assert.deepEqual(heard.connections, ['connecting', 'open', 'reconnecting', 'refused']);
});

test('what the collector left out is counted', () => {
  const source = new FakeSource();
  const { heard } = listen(source);
  source.emit('notice', { skipped: 12 });
  source.emit('notice', { other: true });
  assert.equal(heard.skipped, 12);
});
