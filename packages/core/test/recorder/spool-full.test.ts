import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRecorder } from './open-recorder.ts';

const action = 'test.count';
const text = 'words '.repeat(100);

// What was settled once filled a segment that was written to, so it stayed and nothing had room.
test('more than the spool takes at once arrives all the same', async (context) => {
  const { recorder, stub } = await openRecorder(context, { spoolLimitBytes: 1_048_576 });
  for (let number = 0; number < 3000; number += 1) void recorder.record({ action, data: { text } });
  await recorder.flush('remote', 8000);
  assert.equal(stub.texts.size, 3000);
});

// Each entry in the spool was delivered, and the ring removed with what the spool had not taken.
test('closing waits for what the spool could not take yet', async (context) => {
  const { recorder, stub } = await openRecorder(context, { spoolLimitBytes: 1_048_576 });
  for (let number = 0; number < 3000; number += 1) void recorder.record({ action, data: { text } });
  await recorder.close(8000);
  assert.equal(stub.texts.size, 3000);
});
