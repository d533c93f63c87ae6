import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gate } from '../../src/ingest/gate.ts';
import { ingestLimits } from '../../src/ingest/limits.ts';

const limits = { ...ingestLimits, requests: 2, totalBytes: 100 };

test('more requests at once than allowed are told to come again', () => {
  const gate = new Gate(limits);
  const first = gate.enter();
  gate.enter();
  assert.throws(() => gate.enter(), { code: 'BUSY', headers: { 'retry-after': '1' } });
  first.leave();
  gate.enter();
});

test('the bytes of all requests together are bounded, and given back once', () => {
  const gate = new Gate(limits);
  const first = gate.enter();
  const second = gate.enter();
  first.take(60);
  second.take(40);
  assert.throws(() => second.take(1), { code: 'BUSY' });
  first.leave();
  first.leave();
  second.take(60);
  assert.throws(() => second.take(1), { code: 'BUSY' });
});
