// One test for each sentence of scenario 25. The golden files are the samples of document 003.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { defaultStreams } from '@whodid/core/stream';
import { filesBelow, golden, streamBench } from './stream-bench.ts';

const ada = 'users/ada/INFO_log.log';

test('scenario 25: one line with its time, in the folder of the user', async (t) => {
  const { logger, write, text, directory } = streamBench(t);
  logger.delay('INFO', 'ada', 'Log entry here.', { timestamp: true });
  logger.delay('ERROR', 'system', 'Log entry here.', { timestamp: true });
  await write();
  assert.equal(text(ada), golden('one-line'));
  assert.equal(text('sys/ERROR_log.log'), golden('one-line-error'));
  assert.deepEqual(filesBelow(directory), ['sys/ERROR_log.log', ada]);
});

test('scenario 25: only m goes to INFO of the system', async (t) => {
  const { logger, write, text, directory } = streamBench(t);
  logger.delay({ m: 'This log entry will go under INFO for the system.' });
  await write();
  assert.equal(text('sys/INFO_log.log'), golden('only-message'));
  assert.deepEqual(filesBelow(directory), ['sys/INFO_log.log']);
});

test('scenario 25: a dictionary with a heading is JSON with four spaces', async (t) => {
  const { logger, write, text } = streamBench(t);
  const login = {
    username: 'usera1@gizzleMail.com',
    IP_Address: '200.88.45.102',
    time_in: new Date('2024-04-09T21:08:10.123Z'),
  };
  const options = { dictToString: true, heading: 'New Login' };
  logger.delay('LOGIN', login.username, login, options);
  await write();
  const path = 'users/usera1@gizzle%4Dail.com/LOGIN_log.log';
  assert.equal(text(path), golden('dictionary'));
  // The document writes a comma behind the last value; JSON has none, and what follows can be parsed.
  JSON.parse(text(path).slice('LOGIN: New Login\n'.length));
});

test('scenario 25: the next entry has no heading', async (t) => {
  const { logger, write, text } = streamBench(t);
  logger.info('ada', { a: 1 }, { heading: 'First', dictToString: true });
  logger.info('ada', 'Second');
  logger.info('ada', { A: 1, b: [2] });
  await write();
  assert.equal(text(ada), 'INFO: First\n{\n    "a": 1\n}\nINFO:  Second\nINFO:  {"a":1,"b":[2]}\n');
});

test('scenario 25: a user name that climbs stays inside the folder of the users', async (t) => {
  const { logger, write, directory } = streamBench(t);
  logger.info('../../etc/x', 'here');
  await write();
  assert.deepEqual(filesBelow(directory), ['users/%2E.%2F..%2Fetc%2Fx/INFO_log.log']);
});

for (const end of ['\n', '\r\n', '\r', '\u2028', '\u0085', '\v']) {
  test(`scenario 25: a message with ${JSON.stringify(end)} cannot forge an entry`, async (t) => {
    const { logger, write, text } = streamBench(t);
    const forged = `ok${end}INFO:  I am root. \u00a7 [2024-04-09 20:39:05]`;
    logger.info('ada', forged);
    logger.info('ada', forged, { heading: forged });
    logger.info('ada', { [forged]: forged }, { heading: forged, dictToString: true });
    logger.delay(`INFO${end}INFO:  x`, 'ada', 'x');
    await write();
    const lines = text(ada).split('\n').slice(0, -1);
    const outer = lines.filter((line) => /^\S/.test(line));
    assert.deepEqual(
      outer.map((line) => line.slice(0, 8)),
      ['INFO:  o', 'INFO: ok', 'INFO: ok', '{', '}'],
    );
    assert.ok(lines.every((line) => !/[\r\u2028\u0085\v]/.test(line)));
  });
}

test('scenario 25: SECURITY ALERT and STRANGE ACTIVITY exist', async (t) => {
  const { logger, write, text } = streamBench(t);
  logger.securityAlert('ada', 'Three wrong passwords');
  logger.strangeActivity('ada', 'Signed in from two countries');
  await write();
  const alert = text('users/ada/SECURITY_ALERT_log.log');
  assert.equal(alert, 'SECURITY ALERT:  Three wrong passwords\n');
  const strange = text('users/ada/STRANGE_ACTIVITY_log.log');
  assert.equal(strange, 'STRANGE ACTIVITY:  Signed in from two countries\n');
  assert.deepEqual(defaultStreams.slice(5), ['SECURITY ALERT', 'STRANGE ACTIVITY', 'INTERNAL']);
});

test('scenario 25: a stream of which nobody has heard works at once', async (t) => {
  const { logger, write, text } = streamBench(t);
  logger.delay('payments', 'ada', 'Refunded');
  await write();
  assert.equal(text('users/ada/PAYMENTS_log.log'), 'PAYMENTS:  Refunded\n');
});

test('scenario 25: at the line limit the file goes to the archive under its creation time', async (t) => {
  const { logger, write, text, directory } = streamBench(t, { linesLimit: 10 });
  for (let number = 1; number <= 9; number += 1) logger.info('ada', `entry ${number}`);
  await write();
  const [archived = '', current] = filesBelow(directory);
  assert.equal(current, ada);
  const head = / created on (\S+) @ (\S+)\n/.exec(readFileSync(join(directory, archived), 'utf8'));
  const [, date, time = ''] = head ?? [];
  assert.equal(archived, `log-archives/info/ada_INFO_log_${date}_${time.replaceAll(':', '-')}.log`);
  assert.equal(text(archived), lines(1, 8));
  assert.equal(text(ada), lines(9, 9));
});

test('scenario 25: two archives of one second do not overwrite each other', async (t) => {
  const { logger, write, text, directory } = streamBench(t, { linesLimit: 10 });
  for (let number = 1; number <= 40; number += 1) logger.info('ada', `entry ${number}`);
  await write();
  const archived = filesBelow(directory).filter((path) => path.startsWith('log-archives/'));
  assert.equal(archived.length, 4);
  const all = archived.map((path) => text(path)).sort(byFirstNumber);
  assert.equal(all.join('') + text(ada), lines(1, 40));
});

test('scenario 25: with archiving off, never', async (t) => {
  const { logger, write, text, directory } = streamBench(t, { linesLimit: 10, archive: false });
  for (let number = 1; number <= 60; number += 1) {
    logger.info('ada', `entry ${number}`);
    if (number % 20 === 0) await write();
  }
  assert.deepEqual(filesBelow(directory), [ada]);
  assert.equal(text(ada), lines(1, 60));
});

test('scenario 25: without users, everything goes to the files of the system', async (t) => {
  const { logger, write, text, directory } = streamBench(t, { systemOnly: true });
  logger.info('ada', 'one');
  logger.info('system', 'two');
  await write();
  assert.deepEqual(filesBelow(directory), ['sys/INFO_log.log']);
  assert.equal(text('sys/INFO_log.log'), 'INFO:  one\nINFO:  two\n');
});

function lines(from: number, to: number): string {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return numbers.map((number) => `INFO:  entry ${number}\n`).join('');
}

function byFirstNumber(one: string, other: string): number {
  return numberIn(one) - numberIn(other);
}

function numberIn(text: string): number {
  return Number(/\d+/.exec(text)?.[0]);
}
