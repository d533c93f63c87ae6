import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { answerJson, type StubCollector } from '../ship/stub-collector.ts';
import { until } from '../ship/until.ts';
import { type OpenRecorder, openRecorder } from './open-recorder.ts';

// Numbers from here on are only to move things along.
const uncounted = 1000;

test('a collector that is away costs nothing but time', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  record(recorder, 100);
  await recorder.flush('remote');
  await stub.down();
  record(recorder, 500, 100);
  await recorder.flush('host');
  await until('the reason is known', () => /ECONNREFUSED/.test(recorder.state().trouble ?? ''));
  assert.equal(recorder.state().settled, 100);
  await stub.up();
  await recorder.flush('remote');
  assertExactlyOnce(stub, 600);
  assert.equal(recorder.state().trouble, undefined);
});

// The collector has committed, and the connection breaks before its answer is through.
test('an answer that is lost after the commit leads to no second copy', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  let lost = 0;
  stub.answer = ({ entries }, response, usual) => {
    if (lost >= 3) return usual();
    lost += 1;
    stub.keep(entries.map((entry) => JSON.stringify(entry)));
    response.destroy();
  };
  record(recorder, 300);
  await recorder.flush('remote');
  assert.equal(lost, 3);
  assertExactlyOnce(stub, 300);
  assert.ok([...stub.arrivals.values()].every((count) => count >= 2));
});

const garbage = [
  ['a sign-in page', 200, '<html>'],
  ['a proxy error', 502, 'Bad gateway'],
  ['a revoked key', 401, { code: 'UNAUTHENTICATED' }],
  ['a missing right', 403, { code: 'FORBIDDEN' }],
  ['a full collector', 429, { code: 'TOO_MANY' }],
  ['a store that is down', 503, { code: 'STORE_UNAVAILABLE' }],
] as const;

for (const [what, statusCode, body] of garbage) {
  test(`${what} is no delivery: entries are kept and arrive afterwards`, async (context) => {
    const { recorder, stub } = await openRecorder(context);
    stub.answer = (_, response) => answerJson(response, statusCode, body);
    record(recorder, 50);
    await until('the reason is known', () => recorder.state().trouble !== undefined);
    assert.match(recorder.state().trouble ?? '', /^collector: /);
    assert.deepEqual([recorder.state().settled, recorder.state().refused], [0, 0]);
    stub.answer = (_request, _response, usual) => usual();
    await recorder.flush('remote');
    assertExactlyOnce(stub, 50);
  });
}

test('a collector that says when to come back is left alone until then', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  let refusedAt = 0;
  let cameBackAt = 0;
  stub.answer = (_, response, usual) => {
    if (refusedAt > 0) {
      cameBackAt ||= performance.now();
      return usual();
    }
    refusedAt = performance.now();
    response.writeHead(429, { 'retry-after': '2' }).end();
  };
  record(recorder, 50);
  await recorder.flush('remote');
  assertExactlyOnce(stub, 50);
  assert.ok(cameBackAt - refusedAt >= 1990, `came back after ${cameBackAt - refusedAt} ms`);
});

test('an entry that the collector cannot take goes to quarantine alone, with the reason', async (context) => {
  const { recorder, stub, places } = await openRecorder(context);
  stub.answer = ({ entries }, response, usual) => {
    if (!entries.some(({ action }) => action === 'poison')) return usual();
    answerJson(response, 400, { code: 'BODY_INVALID' });
  };
  record(recorder, 120);
  await recorder.record({ action: 'poison', message: 'the evidence' });
  record(recorder, 120, 120);
  await recorder.flush('remote');
  assertExactlyOnce(stub, 240);
  assert.equal(recorder.state().refused, 1);
  const folder = join(places.spoolDirectory, 'quarantine');
  const [file] = readdirSync(folder);
  const lines = readFileSync(join(folder, file ?? ''), 'utf8')
    .trim()
    .split('\n');
  assert.equal(lines.length, 1);
  const kept = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  assert.deepEqual([kept.seq, kept.fate, kept.reason], [121, 'refused', 'BODY_INVALID (400)']);
  assert.equal((kept.entry as { message: string }).message, 'the evidence');
});

test('entries leave in order', async (context) => {
  const { recorder, stub } = await openRecorder(context, { batchSize: 7 });
  record(recorder, 200);
  await recorder.flush('remote');
  assert.deepEqual(
    stub.entries.map(({ producer }) => producer.seq),
    Array.from({ length: 200 }, (_, index) => index + 1),
  );
  assert.ok(stub.requests.every(({ entries }) => entries.length <= 7));
});

test('a spool directory that is removed while the app runs costs nothing', async (context) => {
  const { rmSync } = await import('node:fs');
  const { recorder, stub, places } = await openRecorder(context);
  await stub.down();
  record(recorder, 100);
  await recorder.flush('host');
  rmSync(places.spoolDirectory, { recursive: true });
  record(recorder, 100, 100);
  await recorder.flush('host');
  assert.ok(existsSync(places.spoolDirectory));
  await stub.up();
  await recorder.flush('remote');
  assertExactlyOnce(stub, 200);
});

test('a ring directory that is removed while the app runs costs nothing that was drained', async (context) => {
  const { rmSync } = await import('node:fs');
  const { recorder, stub, places } = await openRecorder(context);
  record(recorder, 100);
  await recorder.flush('host');
  for (const name of readdirSync(places.ringDirectory)) {
    rmSync(join(places.ringDirectory, name), { recursive: true });
  }
  record(recorder, 100, 100);
  await recorder.flush('remote');
  await until('the ring has a name again', () => {
    record(recorder, 1, uncounted);
    return readdirSync(places.ringDirectory).length > 0;
  });
  await recorder.flush('remote');
  assertExactlyOnce(stub, 200);
});

function record(recorder: OpenRecorder['recorder'], count: number, first = 0): void {
  for (let number = first; number < first + count; number += 1) {
    void recorder.record({ action: 'test.count', data: { number } });
  }
}

// Ids are unique in the stub, so a number that is there once was stored once.
function assertExactlyOnce(stub: StubCollector, count: number): void {
  const numbers = stub.entries
    .filter(({ action }) => action === 'test.count')
    .map(({ data }) => (data as { number: number }).number)
    .filter((number) => number < uncounted);
  const distinct = new Set(numbers);
  const missing = Array.from({ length: count }, (_, index) => index).filter(
    (number) => !distinct.has(number),
  );
  assert.deepEqual(missing, []);
  assert.equal(numbers.length, count);
}
