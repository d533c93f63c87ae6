import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scratch } from '../ship/scratch.ts';
import { StubCollector } from '../ship/stub-collector.ts';
import { until } from '../ship/until.ts';
import { acceptedBy, logsOf, messagesIn, startWorker } from './several-workers.ts';
import { filesBelow } from './stream-bench.ts';

// A machine that has much else to do is no failure.
const patienceMs = 120_000;

test('scenario 25: 10,000 entries of 8 workers are in the files and in the store, in order', async (t) => {
  const places = scratch(t);
  const stub = await StubCollector.start();
  t.after(() => stub.down());
  const names = Array.from({ length: 8 }, (_, index) => `w${index}`);
  const env = { URL: stub.url, COUNT: '1250', PAUSE: '25', LINES: '300' };
  const runs = names.map((NAME) => startWorker(t, places, { ...env, NAME }));
  for (const { ended } of runs) assert.deepEqual(await ended, { end: 0, output: '' });
  assert.equal(stub.entries.length, 10_000);
  const found = messagesIn(logsOf(places));
  assert.equal(found.size, 10);
  // 1,000 lines in each of ten files, put aside every 300.
  const archives = filesBelow(logsOf(places)).filter((path) => path.startsWith('log-archives/'));
  assert.equal(archives.length, 30);
  assert.deepEqual([...found.values()].flat().toSorted(), acceptedBy(places).toSorted());
  for (const messages of found.values()) {
    for (const name of names) assertInOrder(messages, name);
  }
});

test('a worker that is killed in the middle loses no entry that was accepted', async (t) => {
  const places = scratch(t);
  const stub = await StubCollector.start();
  t.after(() => stub.down());
  const env = { URL: stub.url, PAUSE: '5', LINES: '100' };
  const stays = startWorker(t, places, { ...env, NAME: 'stays', COUNT: '3000', END: 'stay' });
  for (let round = 0; round < 3; round += 1) {
    const victim = startWorker(t, places, { ...env, NAME: `v${round}`, COUNT: '100000' });
    await until('it writes', () => countOf(`v${round}`) > 200 * (round + 1), patienceMs);
    victim.child.kill('SIGKILL');
    assert.equal((await victim.ended).end, 'SIGKILL');
  }
  function countOf(name: string): number {
    try {
      return acceptedBy(places).filter((ack) => ack.startsWith(`${name} `)).length;
    } catch {
      return 0;
    }
  }
  await until('it has written', () => countOf('stays') === 3000, patienceMs);
  const accepted = acceptedBy(places).toSorted();
  const isThere = (): boolean => {
    try {
      return [...messagesIn(logsOf(places)).values()].flat().length >= accepted.length;
    } catch {
      // Read while it was written.
      return false;
    }
  };
  await until('all is in the files', isThere, patienceMs);
  stays.child.kill('SIGTERM');
  await stays.ended;
  const found = messagesIn(logsOf(places));
  const messages = [...found.values()].flat();
  assert.equal(new Set(messages).size, messages.length, 'none twice');
  // What a victim had recorded and not yet noted as accepted may be there, too.
  const missing = accepted.filter((ack) => !messages.includes(ack));
  assert.deepEqual(missing, []);
  assert.ok(messages.length - accepted.length <= 3);
  for (const list of found.values()) {
    for (const name of ['stays', 'v0', 'v1', 'v2']) assertInOrder(list, name);
  }
});

function assertInOrder(messages: readonly string[], name: string): void {
  const numbers = messages
    .filter((message) => message.startsWith(`${name} `))
    .map((message) => Number(message.split(' ')[1]));
  assert.deepEqual(
    numbers,
    numbers.toSorted((one, other) => one - other),
    name,
  );
}
