import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { scratch } from '../ship/scratch.ts';
import { StubCollector } from '../ship/stub-collector.ts';
import { acknowledged, startApp } from './run-app.ts';

test('several processes share one spool directory, and each entry is delivered once', async (context) => {
  const places = scratch(context);
  const stub = await StubCollector.start();
  context.after(() => stub.down());
  const names = ['a', 'b', 'c'];
  const runs = names.map((NAME) =>
    startApp(context, places, { URL: stub.url, NAME, COUNT: '800', PAUSE: '50', END: 'natural' }),
  );
  for (const run of runs) assert.deepEqual(await run.ended, { end: 0, output: '' });
  assert.equal(stub.texts.size, 2400);
  assert.equal(acknowledged(places).length, 2400);
  // Each process has delivered its own: nobody took from a living one.
  assert.ok([...stub.arrivals.values()].every((count) => count === 1));
  const epochs = new Map<string, number[]>();
  for (const { producer } of stub.entries) {
    epochs.set(producer.epoch, [...(epochs.get(producer.epoch) ?? []), producer.seq]);
  }
  assert.equal(epochs.size, 3);
  for (const seqs of epochs.values()) {
    assert.deepEqual(
      seqs,
      Array.from({ length: 800 }, (_, index) => index + 1),
    );
  }
  assert.deepEqual(readdirSync(places.spoolDirectory), []);
});
