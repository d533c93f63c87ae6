import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalText, type Entry } from '@whodid/core';
import { until } from '../ship/until.ts';
import { openRecorder } from './open-recorder.ts';

const epoch = 'a1b2c3d4e5f60718';

test('an entry that is sealed for the outbox is recorded when it is shipped, and not before', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  const heard: Entry[] = [];
  const drafts: string[] = [];
  recorder.on('entry', (entry) => heard.push(entry));
  const outbox = recorder.outbox();
  const draft = { action: 'note.create', data: { password: 'hunter2' } };
  const around = { onDraft: ({ action }: { readonly action: string }) => void drafts.push(action) };
  const entry = recorder.as({ type: 'user', id: 'ada' }, () =>
    outbox.seal(draft, { epoch, seq: 7 }),
  );
  assert.equal(recorder.state().recorded, 0);
  assert.deepEqual(entry.data, { password: '[redacted:key]' });

  const seq = recorder.within(around, () => outbox.ship(draft, entry)) ?? Number.NaN;
  await recorder.flush('remote');
  assert.ok(outbox.isSafe(seq) && !outbox.isSafe(seq + 1));
  assert.equal(recorder.state().recorded, 1);
  assert.deepEqual(stub.entries, [entry]);
  const [{ actor, producer }] = stub.entries as [Entry];
  assert.deepEqual([actor.id, producer.epoch, producer.seq], ['ada', epoch, 7]);
  await until('it is heard', () => heard.length === 1);
  assert.deepEqual([heard, drafts], [[entry], ['note.create']]);
});

test('whoever ships the entry of another process ships the same bytes', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  const other = await openRecorder(context);
  const entry = other.recorder.outbox().seal({ action: 'note.create' }, { epoch, seq: 1 });
  const heard: Entry[] = [];
  recorder.on('entry', (one) => heard.push(one));
  recorder.outbox().shipText(entry.id, canonicalText(entry));
  await recorder.flush('remote');
  assert.deepEqual(stub.entries, [entry]);
  await until('it is heard', () => heard.length === 1);
  assert.ok(Object.isFrozen(heard[0]));
});

test('a recorder that is closed ships nothing more', async (context) => {
  const { recorder } = await openRecorder(context);
  const outbox = recorder.outbox();
  const entry = outbox.seal({ action: 'a.b' }, { epoch, seq: 1 });
  assert.equal(outbox.ship({ action: 'a.b' }, entry), 1);
  await recorder.close();
  assert.equal(outbox.ship({ action: 'a.b' }, entry), null);
});
