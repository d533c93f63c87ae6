import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRedisAddress } from '../../src/cache/redis-address.ts';
import { createCollector } from '../../src/create-collector.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const local = { host: '127.0.0.1', port: 6379, db: 0, tls: false };

const good: readonly (readonly [string, object])[] = [
  ['redis://127.0.0.1', local],
  ['redis://127.0.0.1/', local],
  ['redis://127.0.0.1:6380/15', { ...local, port: 6380, db: 15 }],
  ['rediss://cache.example', { ...local, host: 'cache.example', tls: true }],
  ['redis://[::1]:6379/0', { ...local, host: '::1' }],
  ['redis://:p%40ss%20word@127.0.0.1', { ...local, password: 'p@ss word' }],
  ['redis://ada:secret@127.0.0.1', { ...local, username: 'ada', password: 'secret' }],
];

test('addresses of Redis are read as they are meant', () => {
  for (const [text, address] of good) assert.deepEqual(readRedisAddress(text), address, text);
});

const bad = [
  '',
  'redis',
  '127.0.0.1:6379',
  'redis://',
  'redis:///0',
  'http://127.0.0.1',
  'redis+unix:///run/redis.sock',
  'redis://:hunter2@127.0.0.1/first',
  'redis://:hunter2@127.0.0.1/0/1',
  'redis://:hunter2@127.0.0.1?enableOfflineQueue=true',
  'redis://:hunter2@127.0.0.1#a',
  'redis://:hunter2%zz@127.0.0.1',
  'redis://:hunter2@127.0.0.1:99999',
  'redis://hunter2@127.0.0.1',
  6379,
  {},
  true,
];

test('any other is refused at the start, without a word of it', async (t) => {
  for (const redisUrl of bad) {
    assert.equal(readRedisAddress(redisUrl), null, String(redisUrl));
    const options = { redisUrl: redisUrl as string, dataDir: temporaryDirectory(t), port: 0 };
    await assert.rejects(createCollector(options), (error: Error) => {
      assert.match(error.message, /collector\.redisUrl must be redis:\/\/ or rediss:\/\//);
      assert.equal(error.message.includes('hunter2'), false);
      return true;
    });
  }
});
