import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecorder, type EntryFields } from '@whodid/core';
import { createStreamLogger } from '@whodid/core/stream';
import { openRecorder } from '../recorder/open-recorder.ts';
import { as, streamBench } from './stream-bench.ts';

function entriesOf(parcels: readonly { readonly text: string }[]): readonly EntryFields[] {
  return parcels.map(({ text }) => JSON.parse(text) as EntryFields);
}

test('each method writes to its stream, and none is ever left out', (t) => {
  const { logger, take } = streamBench(t);
  logger.info('ada', 'x');
  logger.warn('ada', 'x');
  logger.debug('ada', 'x');
  logger.login('ada', 'x');
  logger.error('ada', 'x');
  logger.securityAlert('ada', 'x');
  logger.strangeActivity('ada', 'x');
  logger.delay('INTERNAL', 'ada', 'x');
  const entries = entriesOf(take());
  assert.deepEqual(
    entries.map(({ stream }) => stream),
    ['INFO', 'WARN', 'DEBUG', 'LOGIN', 'ERROR', 'SECURITY ALERT', 'STRANGE ACTIVITY', 'INTERNAL'],
  );
  assert.ok(entries.every(({ kind, action }) => kind === 'note' && action === 'stream.write'));
  const outcomes = entries.map(({ outcome }) => outcome);
  assert.deepEqual(outcomes.slice(3, 6), ['unknown', 'failure', 'unknown']);
});

test('who did it is who is signed in, else the user of the location, else the system', (t) => {
  const { logger, take } = streamBench(t);
  logger.info('ada', 'x');
  logger.info('system', 'x');
  as('bob', () => logger.info('ada', 'x'));
  as('bob', () => logger.info('bob', 'x'));
  as('bob', () => logger.info('system', 'x'));
  const entries = entriesOf(take());
  assert.deepEqual(
    entries.map(({ actor, targets }) => [actor, targets]),
    [
      [{ type: 'user', id: 'ada' }, []],
      [{ type: 'system', id: 'system' }, []],
      [{ type: 'user', id: 'bob' }, [{ type: 'user', id: 'ada' }]],
      [{ type: 'user', id: 'bob' }, []],
      [{ type: 'user', id: 'bob' }, []],
    ],
  );
});

test('secrets are taken out before anything is written', async (t) => {
  const { logger, write, text, take } = streamBench(t);
  const secret = 'hunter2-of-mine';
  logger.info('ada', { password: secret, nested: [{ token: secret }] }, { dictToString: true });
  logger.info('ada', `password=${secret}`, { heading: `token: ${secret}` });
  const parcels = take();
  assert.equal(parcels.length, 2);
  assert.ok(parcels.every((parcel) => !parcel.text.includes(secret)));
  logger.info('ada', { Password: secret });
  await write();
  assert.ok(!text('users/ada/INFO_log.log').includes(secret));
});

test('what is too long for an entry leaves a word in the text, and goes to whoever did it', async (t) => {
  const { logger, write, text } = streamBench(t);
  const long = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`key ${index}`, 'x'.repeat(5000)]),
  );
  logger.info('ada', long);
  await write();
  assert.match(text('users/ada/INFO_log.log'), /^INFO: {2}\[omitted:entry_too_large\]\n$/);
});

test('no message, whatever it is, reaches the app as an error', (t) => {
  const { logger, take } = streamBench(t);
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const traps = {
    ownKeys: () => assert.fail('called'),
    get: () => assert.fail('called'),
  };
  const messages = [
    ...[circle, new Proxy({}, traps), new Map([[1, 2]]), [1, 2], new Error('x'), null, undefined],
    ...[1n, Symbol('x'), () => 1, Number.NaN, '', 'x'.repeat(100_000)],
  ];
  for (const message of messages) logger.delay('INFO', 'ada', message, { dictToString: true });
  (logger.delay as (...args: unknown[]) => unknown)(undefined, undefined, undefined);
  (logger.delay as (...args: unknown[]) => unknown)(null);
  assert.equal(take().length, messages.length + 2);
});

test('options that cannot be read are a fault and not an error of the app', async (t) => {
  const { recorder, faults } = await openRecorder(t);
  const options = {
    get heading(): string {
      throw new Error('no');
    },
  };
  const logger = createStreamLogger(recorder);
  await assert.rejects(logger.delay('INFO', 'ada', 'x', options));
  void logger.delay('INFO', 'ada', 'x', options);
  assert.equal(faults[0]?.[0], 'stream');
});

test('what is written to a stream is an entry of the recorder', async (t) => {
  const { recorder, stub } = await openRecorder(t);
  const logger = createStreamLogger(recorder);
  const { id } = await logger.delay('payments', 'ada', { Amount: 3, at: new Date(0) });
  await recorder.flush('remote');
  const [entry] = stub.entries;
  assert.equal(entry?.id, id);
  assert.equal(entry?.stream, 'PAYMENTS');
  assert.deepEqual(entry?.data, {
    dictionary: { Amount: 3, at: '1970-01-01T00:00:00.000Z' },
    location: 'ada',
    order: ['Amount', 'at'],
  });
});

test('a fault is told to INTERNAL even when nothing can be written anywhere', async () => {
  const heard: string[] = [];
  const recorder = createRecorder({
    // Neither can be a directory.
    spoolDirectory: '/dev/null/spool',
    ringDirectory: '/dev/null/ring',
    onFault: (where) => {
      heard.push(where);
      throw new Error('the alarm is broken, too');
    },
  });
  recorder.fault('test', new Error('x'));
  recorder.fault('test', { toString: () => assert.fail('called') });
  assert.ok(heard.includes('test'));
  await recorder.close(0);
});
