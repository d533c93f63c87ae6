import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ambient,
  type Entry,
  type EntryListener,
  isWhodidError,
  type Recorder,
} from '@whodid/core';
import { until } from '../ship/until.ts';
import { openRecorder } from './open-recorder.ts';

test('scenario 17: listeners hear the masked entry, and one that throws or mutates harms nobody', async (context) => {
  const { recorder, stub, faults } = await openRecorder(context);
  const heard: Entry[] = [];
  let tampered = 0;
  recorder.on('entry', () => {
    throw new Error('listener is broken');
  });
  recorder.on('entry', (entry) => {
    tampered += 1;
    Object.assign(entry.data as object, { password: 'hunter2' });
  });
  recorder.on('entry', (entry) => heard.push(entry));

  const { id } = await recorder.record({ action: 'a.b', data: { password: 'hunter2', page: 2 } });
  await until('it is heard', () => heard.length > 0);

  assert.equal(heard[0]?.id, id);
  assert.deepEqual(heard[0].data, { page: 2, password: '[redacted:key]' });
  assert.ok(Object.isFrozen(heard[0]) && tampered > 0);
  await recorder.flush('remote');
  const stored = stub.entries.find((entry) => entry.id === id);
  assert.deepEqual(stored?.data, { page: 2, password: '[redacted:key]' });
  assert.deepEqual(new Set(faults.map(([where]) => where)), new Set(['listener']));
});

test('scenario 17: after off a listener is not called, not even for what waits', async (context) => {
  const { recorder } = await openRecorder(context);
  const first: string[] = [];
  const second: string[] = [];
  const listener: EntryListener = ({ action }) => first.push(action);
  recorder.on('entry', listener);
  recorder.on('entry', ({ action }) => second.push(action));
  void recorder.record({ action: 'one' });
  await until('one is heard', () => second.length === 1);
  void recorder.record({ action: 'two' });
  recorder.off('entry', listener);
  await until('two is heard', () => second.length === 2);
  assert.deepEqual([first, second], [['one'], ['one', 'two']]);
});

test('scenario 17: listeners work without a transport', async (context) => {
  const { recorder } = await openRecorder(context, { transport: undefined });
  const heard = listen(recorder);
  void recorder.record({ action: 'one' });
  await until('it is heard', () => heard.length === 1);
});

test('entries are heard in order, after the call that recorded them', async (context) => {
  const { recorder } = await openRecorder(context, { transport: undefined });
  const heard = listen(recorder);
  const actions = Array.from({ length: 3000 }, (_, number) => `count.n${number}`);
  for (const action of actions) void recorder.record({ action });
  assert.equal(heard.length, 0);
  await until('all are heard', () => heard.length === actions.length);
  assert.deepEqual(heard, actions);
});

test('a listener hears nothing from before it came, and nothing twice', async (context) => {
  const { recorder } = await openRecorder(context, { transport: undefined });
  const all = listen(recorder);
  const heard: string[] = [];
  const late: EntryListener = ({ action }) => heard.push(action);
  void recorder.record({ action: 'before' });
  recorder.on('entry', late);
  recorder.on('entry', late);
  void recorder.record({ action: 'after' });
  await until('both are heard', () => all.length === 2);
  assert.deepEqual(heard, ['after']);
});

test('a listener that fails on everything, with ever new errors, comes to rest', async (context) => {
  const { recorder, faults } = await openRecorder(context, { transport: undefined });
  let calls = 0;
  recorder.on('entry', () => {
    calls += 1;
    throw Object.assign(new Error(), { code: `E${calls}` });
  });
  void recorder.record({ action: 'one' });
  await until('the fault is heard too', () => calls >= 2);
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  assert.equal(calls, 2);
  assert.equal(faults.length, 1);
});

test('a rejection of an async listener is a fault, and others do not wait for it', async (context) => {
  const { recorder, faults } = await openRecorder(context, { transport: undefined });
  recorder.on('entry', async () => {
    await new Promise(setImmediate);
    throw new Error('later');
  });
  recorder.on('entry', () => new Promise<never>(() => undefined));
  const heard = listen(recorder);
  void recorder.record({ action: 'one' });
  await until('it is heard', () => heard.includes('one'));
  await until('the fault is told', () => faults.length > 0);
  assert.equal(faults[0]?.[0], 'listener');
});

test('listeners that cannot keep up cost bounded memory, and what they missed is counted', async (context) => {
  const { recorder, faults } = await openRecorder(context, { transport: undefined });
  const heard = listen(recorder);
  const text = 'word '.repeat(1500);
  const count = 2000;
  for (let number = 0; number < count; number += 1) {
    void recorder.record({ action: 'big', data: { text, number } });
  }
  await until('it is told', () =>
    faults.some(([, error]) => isWhodidError(error, 'LISTENER_BEHIND')),
  );
  const told = faults.map(([, error]) =>
    isWhodidError(error, 'LISTENER_BEHIND') ? error.facts.unheard : 0,
  );
  const unheard = Math.max(...told);
  assert.ok(unheard > 500, `${unheard} were not heard`);
  await until(
    'the rest is heard',
    () => heard.filter((action) => action === 'big').length === count - unheard,
  );
  assert.equal(recorder.state().recorded, count + 1);
});

test('a slow listener lets others have their turn', async (context) => {
  const { recorder } = await openRecorder(context, { transport: undefined });
  let calls = 0;
  recorder.on('entry', () => {
    calls += 1;
    for (const end = performance.now() + 6; performance.now() < end; );
  });
  for (let number = 0; number < 20; number += 1) void recorder.record({ action: 'slow' });
  await new Promise((resolve) => setTimeout(resolve, 0));
  await new Promise(setImmediate);
  assert.ok(calls > 0 && calls < 20, `${calls} calls`);
  await until('all are heard', () => calls === 20);
});

test('close lets what waits be heard', async (context) => {
  const { recorder } = await openRecorder(context, { transport: undefined });
  const heard = listen(recorder);
  for (let number = 0; number < 100; number += 1) void recorder.record({ action: 'last' });
  await recorder.close();
  assert.equal(heard.length, 100);
});

test('listeners run outside of what was ambient', async (context) => {
  const { recorder } = await openRecorder(context, { transport: undefined });
  const seen: unknown[] = [];
  recorder.on('entry', () => seen.push(ambient().requestId));
  recorder.within({ requestId: 'r-1' }, () => void recorder.record({ action: 'one' }));
  await until('it is heard', () => seen.length === 1);
  assert.deepEqual(seen, [undefined]);
});

test('what is no listener and what is no event is refused at once', async (context) => {
  const { recorder } = await openRecorder(context, { transport: undefined });
  const wrong = recorder as unknown as { on(event: string, listener: unknown): void };
  for (const call of [() => wrong.on('entry', {}), () => wrong.on('entries', () => undefined)]) {
    assert.throws(call, (error) => isWhodidError(error, 'CONFIG_INVALID'));
  }
});

/** The actions that a listener hears. */
function listen(recorder: Recorder): string[] {
  const heard: string[] = [];
  recorder.on('entry', ({ action }) => heard.push(action));
  return heard;
}
