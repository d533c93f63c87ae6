import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  createRecorder,
  type Draft,
  type EntryFields,
  isUuid,
  isWhodidError,
  recorderFromEnv,
  WhodidError,
} from '@whodid/core';
import { scratch } from '../ship/scratch.ts';
import { until } from '../ship/until.ts';
import { openRecorder } from './open-recorder.ts';

test('an entry is numbered, sealed and delivered', async (context) => {
  const { recorder, stub } = await openRecorder(context, { tenant: 'acme', producerId: 'box' });
  const draft = { action: 'invoice.approve', data: { password: 'hunter2' } };
  const first = await recorder.record(draft);
  const second = await recorder.record({ action: 'invoice.pay' }, { until: 'remote' });
  assert.deepEqual([first.seq, first.level, second.seq, second.level], [1, 'process', 2, 'remote']);
  assert.ok(isUuid(first.id));
  const [entry] = stub.entries;
  assert.equal(entry?.id, first.id);
  assert.deepEqual([entry.tenant, entry.service.name], ['acme', 'test']);
  assert.deepEqual([entry.producer.id, entry.producer.seq], ['box', 1]);
  assert.match(entry.producer.epoch, /^[0-9a-f]{16}$/);
  assert.ok(!JSON.stringify(entry).includes('hunter2'));
});

test('each level is reached and told', async (context) => {
  const { recorder } = await openRecorder(context);
  for (const level of ['captured', 'process'] as const) {
    assert.equal((await recorder.record({ action: 'a' }, { until: level })).level, 'process');
  }
  assert.equal((await recorder.record({ action: 'a' }, { until: 'host' })).level, 'host');
  assert.ok(recorder.state().onHost >= 3);
  assert.equal((await recorder.record({ action: 'a' }, { until: 'remote' })).level, 'remote');
  const { recorded, settled, dropped, refused, level } = recorder.state();
  assert.deepEqual([recorded, settled, dropped, refused, level], [4, 4, 0, 0, 'process']);
});

test('flush waits for everything before it', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  await recorder.flush('remote');
  for (let count = 0; count < 1200; count += 1) void recorder.record({ action: 'a' });
  await recorder.flush('host');
  assert.equal(recorder.state().onHost, 1200);
  await recorder.flush('remote');
  assert.equal(stub.texts.size, 1200);
});

test('a level that does not come in time is late, and the entry is safe all the same', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  await stub.down();
  await assert.rejects(
    recorder.record({ action: 'a' }, { until: 'remote', waitMs: 50 }),
    (error) =>
      isWhodidError(error, 'ACKNOWLEDGEMENT_LATE') && error.retryable && error.facts.waitMs === 50,
  );
  await assert.rejects(recorder.flush('remote', 20), hasCode('ACKNOWLEDGEMENT_LATE'));
  await stub.up();
  await recorder.flush('remote');
  assert.equal(stub.texts.size, 1);
});

test('without a transport entries come to the host and no further', async (context) => {
  const { recorder } = await openRecorder(context, { transport: undefined });
  assert.equal((await recorder.record({ action: 'a' }, { until: 'host' })).level, 'host');
  await assert.rejects(
    recorder.record({ action: 'a' }, { until: 'remote' }),
    hasCode('LEVEL_UNREACHABLE'),
  );
  await assert.rejects(recorder.flush('remote'), hasCode('LEVEL_UNREACHABLE'));
});

test('what was kept without a transport is delivered by the next recorder that has one', async (context) => {
  const places = scratch(context);
  const { spoolDirectory, ringDirectory } = places;
  const first = createRecorder({ spoolDirectory, ringDirectory, service: 'first' });
  await first.record({ action: 'a' }, { until: 'host' });
  await first.close();
  const { stub, recorder } = await openRecorder(context, {}, places);
  await until('it arrives', () => stub.texts.size === 1);
  assert.equal(stub.entries[0]?.service.name, 'first');
  assert.equal(recorder.state().recorded, 0);
});

test('a refused entry rejects whoever waits for it, and nobody else', async (context) => {
  const { recorder, stub, faults } = await openRecorder(context);
  stub.answer = ({ entries }, response, usual) => {
    if (!entries.some(({ action }) => action === 'bad')) return usual();
    const receipts = entries.map(({ id, action }) =>
      action === 'bad' ? { id, fate: 'refused', reason: 'no' } : { id, fate: 'stored' },
    );
    response.end(JSON.stringify({ receipts }));
  };
  const good = recorder.record({ action: 'good' }, { until: 'remote' });
  const bad = recorder.record({ action: 'bad' }, { until: 'remote' });
  const flushed = recorder.flush('remote');
  await assert.rejects(bad, (error) => isWhodidError(error, 'ENTRY_REFUSED'));
  assert.equal((await good).level, 'remote');
  await flushed;
  assert.equal(recorder.state().refused, 1);
  assert.deepEqual(
    faults.map(([where, error]) => [where, isWhodidError(error, 'ENTRY_REFUSED')]),
    [['delivery', true]],
  );
});

test('a rejection that nobody awaits does not reach the process', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  await stub.down();
  const seen: unknown[] = [];
  const listener = (reason: unknown): number => seen.push(reason);
  process.on('unhandledRejection', listener);
  context.after(() => process.off('unhandledRejection', listener));
  void recorder.record({ action: 'a' }, { until: 'remote', waitMs: 5 });
  void recorder.record({ action: 'a' }, { until: 'nonsense' as 'host' });
  await recorder.close(0);
  void recorder.record({ action: 'a' });
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual(seen, []);
});

test('options of a call that cannot be used reject, and the entry is recorded', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  for (const options of [{ until: 'soon' as 'host' }, { waitMs: 0 }, { waitMs: Number.NaN }]) {
    await assert.rejects(recorder.record({ action: 'a' }, options), hasCode('CONFIG_INVALID'));
  }
  await recorder.flush('remote');
  assert.equal(stub.texts.size, 3);
});

test('after close nothing is taken any more, and close again is the same', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  void recorder.record({ action: 'a' });
  await Promise.all([recorder.close(), recorder.close()]);
  assert.equal(stub.texts.size, 1);
  await assert.rejects(recorder.record({ action: 'b' }), hasCode('RECORDER_CLOSED'));
  await assert.rejects(recorder.flush('host'), hasCode('RECORDER_CLOSED'));
  recorder.capture(() => ({ action: 'c' }));
  recorder.fault('test', new Error());
  await recorder.close();
  assert.equal(stub.texts.size, 1);
});

test('record never throws, whatever the draft is', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  const hostile = new Proxy({}, { get: () => assert.fail('read'), ownKeys: () => assert.fail() });
  const cycle: Record<string, unknown> = { action: 'a' };
  cycle.data = cycle;
  const drafts = [null, undefined, 7, 'text', hostile, cycle, { action: () => 1 }];
  for (const draft of drafts) void recorder.record(draft as unknown as Draft);
  await recorder.flush('remote');
  assert.equal(stub.texts.size, drafts.length);
});

test('what a draft function throws is a fault and goes no further', async (context) => {
  const { recorder, stub, faults } = await openRecorder(context);
  recorder.capture(() => {
    throw new TypeError('reading secret-value failed');
  });
  await recorder.flush('remote');
  const [entry] = stub.entries;
  assert.deepEqual(
    [entry?.kind, entry?.stream, entry?.action],
    ['note', 'INTERNAL', 'whodid.fault'],
  );
  assert.deepEqual(entry?.data, { where: 'capture', code: 'TypeError' });
  // Error texts of others may quote what they failed on.
  assert.ok(!JSON.stringify(entry).includes('secret-value'));
  assert.equal(faults.length, 1);
});

test('faults of one kind are recorded once a minute, and each is told', async (context) => {
  const { recorder, stub, faults } = await openRecorder(context);
  for (let count = 0; count < 50; count += 1) recorder.fault('adapter', new RangeError('x'));
  recorder.fault('adapter', new WhodidError('STORE_CLOSED', { store: 'test' }));
  await recorder.flush('remote');
  assert.deepEqual(
    stub.entries.map(({ data }) => (data as { code: string }).code),
    ['RangeError', 'STORE_CLOSED'],
  );
  assert.equal(faults.length, 51);
});

test('a fault in the alarm of the app does not reach the app', async (context) => {
  const { recorder } = await openRecorder(context, {
    onFault: () => {
      throw new Error('alarm');
    },
  });
  recorder.fault('adapter', null);
});

test('entries inherit what is ambient, ours about ourselves do not', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  recorder.within({ requestId: 'r-1', tenant: 'acme', actor: { type: 'user', id: 'ada' } }, () => {
    void recorder.record({ action: 'a' });
    recorder.fault('adapter', new Error());
  });
  await recorder.flush('remote');
  const [first, fault] = stub.entries;
  assert.deepEqual(
    [first?.tenant, first?.actor.id, first?.ambient],
    ['acme', 'ada', { requestId: 'r-1' }],
  );
  assert.deepEqual([fault?.tenant, fault?.actor.id], ['default', 'whodid']);
});

const badOptions = [
  [{ service: '' }, 'recorder.service'],
  [{ service: {} }, 'recorder.service'],
  [{ transport: 'http://127.0.0.1' }, 'recorder.transport'],
  [{ transport: { module: './mine.js', options: null } }, 'recorder.transport'],
  [{ transport: { module: 'file:///mine.js', options: { fn: () => 1 } } }, 'recorder.transport'],
  [{ ringLimitBytes: 1 }, 'recorder.ringLimitBytes'],
  [{ batchSize: 5000 }, 'recorder.batchSize'],
  [{ onFault: 'log' }, 'recorder.onFault'],
] as const;

for (const [options, option] of badOptions) {
  test(`refused at start: ${JSON.stringify(options)}`, () => {
    assert.throws(
      () => createRecorder(options as object),
      (error) => isWhodidError(error, 'CONFIG_INVALID') && error.facts.option === option,
    );
  });
}

test('unknown options are refused with the one that was meant', () => {
  assert.throws(() => createRecorder({ spoolDir: '/x' } as object), hasCode('CONFIG_UNKNOWN'));
  assert.throws(() => createRecorder({ tenants: 'x' } as object), /did you mean tenant/);
  assert.throws(() => createRecorder({ redact: { maskkeys: [] } as object }), /maskKeys/);
});

test('the environment makes a recorder, or none', async (context) => {
  const { stub, places } = await openRecorder(context);
  assert.equal(recorderFromEnv({}), null);
  assert.equal(recorderFromEnv({ WHODID_URL: '', WHODID_KEY: 'k' }), null);
  assert.throws(() => recorderFromEnv({ WHODID_URL: stub.url }), hasCode('CONFIG_INVALID'));
  const recorder = recorderFromEnv({
    WHODID_URL: stub.url,
    WHODID_KEY: 'from-env',
    WHODID_SERVICE: 'shop',
    WHODID_TENANT: 'acme',
    WHODID_SPOOL_DIR: places.spoolDirectory,
  });
  await recorder?.record({ action: 'a' }, { until: 'remote' });
  await recorder?.close();
  const [entry] = stub.entries as EntryFields[];
  assert.deepEqual([entry?.service.name, entry?.tenant], ['shop', 'acme']);
  assert.equal(stub.requests[0]?.headers.authorization, 'Bearer from-env');
});

test('now and newId are those of entries', async (context: TestContext) => {
  const { recorder } = await openRecorder(context);
  assert.ok(Math.abs(recorder.now() - Date.now()) < 1000);
  assert.ok(isUuid(recorder.newId()));
});

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => isWhodidError(error) && error.code === code;
}
