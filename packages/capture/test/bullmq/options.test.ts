import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bullmqTransport, startEntryWorker } from '@whodid/capture/bullmq';
import { isWhodidError } from '@whodid/core';

function connectionOf(connection: string): unknown {
  return (bullmqTransport({ connection }).options as { connection: unknown }).connection;
}

test('an address of Redis is read as ioredis reads it', () => {
  assert.deepEqual(connectionOf('redis://localhost'), { host: 'localhost', port: 6379, db: 0 });
  assert.deepEqual(connectionOf('rediss://ada:p%40ss@[::1]:7000/3'), {
    ...{ host: '::1', port: 7000, db: 3, username: 'ada', password: 'p@ss', tls: {} },
  });
});

test('options that cannot be used are refused at once, without their values', () => {
  for (const connection of ['', 'localhost:6379', 'http://x', 'redis://x/secret-db', null, 7]) {
    assert.throws(
      () => bullmqTransport({ connection: connection as string }),
      (error) =>
        isWhodidError(error, 'CONFIG_INVALID') &&
        error.facts.option === 'bullmqTransport.connection' &&
        !error.message.includes('secret-db'),
    );
  }
  const connection = 'redis://localhost';
  assert.throws(() => bullmqTransport({ connection, queue: 'a:b' }), /bullmqTransport\.queue/);
  assert.throws(() => bullmqTransport({ connection, queu: 'x' } as never), /did you mean queue\?/);
  assert.throws(
    () => startEntryWorker({ connection, transport: {} as never }),
    /startEntryWorker\.transport/,
  );
});
