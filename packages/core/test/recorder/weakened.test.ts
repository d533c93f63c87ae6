import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecorder, isWhodidError } from '@whodid/core';
import { openRecorder } from './open-recorder.ts';

test('a recorder that keeps what the rules would mask says so in its first entry', async (context) => {
  const unsafe = { keepKeys: ['csrf token'], keepHeaders: ['x-csrf-token'] };
  const { recorder, stub } = await openRecorder(context, { redact: { unsafe } });
  await recorder.record({ action: 'a', data: { csrfToken: 'x1' } }, { until: 'remote' });
  const [first, second] = stub.entries;
  assert.deepEqual(
    [first?.producer.seq, first?.kind, first?.action, first?.stream, first?.data],
    [1, 'note', 'whodid.redaction.weaken', 'INTERNAL', unsafe],
  );
  assert.deepEqual([second?.producer.seq, second?.data], [2, { csrfToken: 'x1' }]);
});

test('a recorder that keeps nothing has nothing to say', async (context) => {
  const unsafe = { keepKeys: [], keepHeaders: [] };
  const { recorder, stub } = await openRecorder(context, {
    redact: { unsafe, maskKeys: ['iban'] },
  });
  await recorder.record({ action: 'a' }, { until: 'remote' });
  assert.deepEqual(
    stub.entries.map(({ action }) => action),
    ['a'],
  );
});

test('a list that is none is refused before anything is made', () => {
  assert.throws(
    () => createRecorder({ redact: { unsafe: { keepKeys: 'x' as unknown as string[] } } }),
    (error) => isWhodidError(error, 'CONFIG_INVALID'),
  );
});
