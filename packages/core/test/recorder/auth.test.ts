import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Draft } from '@whodid/core';
import { openRecorder } from './open-recorder.ts';

test('a sign-in that the app states is an auth entry of the stream LOGIN', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  await recorder.auth(
    'login',
    { outcome: 'failure', reason: 'locked', data: { password: 'hunter2', via: 'form' } },
    { until: 'remote' },
  );

  const [{ kind, action, stream, level, outcome, reason, data }] = stub.entries as [
    (typeof stub.entries)[0] & object,
  ];
  assert.deepEqual([kind, action, stream, level], ['auth', 'user.login', 'LOGIN', 23]);
  assert.deepEqual([outcome, reason], ['failure', 'locked']);
  assert.deepEqual(data, { password: '[redacted:key]', via: 'form' });
});

test('details of a sign-in cannot make it something else', async (context) => {
  const { recorder, stub } = await openRecorder(context);
  const details = { kind: 'note', stream: 'INFO', level: 1 } as object;
  await recorder.auth('logout', details, { until: 'remote' });

  const [entry] = stub.entries;
  assert.deepEqual([entry?.kind, entry?.stream, entry?.level], ['auth', 'LOGIN', 23]);
});

test('what is ambient hears of each draft, and a fault of its own stays its own', async (context) => {
  const { recorder, stub, faults } = await openRecorder(context);
  const heard: Draft[] = [];
  recorder.within({ onDraft: (draft) => heard.push(draft) }, () =>
    recorder.record({ action: 'a' }),
  );
  const onDraft = (): void => {
    throw new TypeError('no');
  };
  await recorder.within({ onDraft }, () => recorder.record({ action: 'b' }, { until: 'remote' }));

  assert.deepEqual(heard, [{ action: 'a' }]);
  assert.deepEqual(
    faults.map(([where]) => where),
    ['ambient.onDraft'],
  );
  const actions = stub.entries.map(({ action }) => action);
  assert.ok(actions.includes('a') && actions.includes('b'));
});
