import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { folderName, userOf } from '@whodid/core/stream';
import fc from 'fast-check';
import { streamFileName, streamFolderName } from '../../src/stream/folder-name.ts';
import { filesBelow, streamBench } from './stream-bench.ts';

const long = 'x'.repeat(300);
const users: readonly (readonly [user: string, folder: string])[] = [
  ['ada', 'ada'],
  ['ada@example.com', 'ada@example.com'],
  ['Ada', '%41da'],
  ['aDa', 'a%44a'],
  ['../../etc/x', '%2E.%2F..%2Fetc%2Fx'],
  ['..', '%2E%2E'],
  ['.', '%2E'],
  ['.ssh', '%2Essh'],
  ['a.', 'a%2E'],
  ['CON', '%43%4F%4E'],
  ['con', '%63on'],
  ['lpt1.txt', '%6Cpt1.txt'],
  ['console', 'console'],
  ['a/b', 'a%2Fb'],
  ['a\\b', 'a%5Cb'],
  ['a%2Fb', 'a%252%46b'],
  ['', '%'],
  [' ', '%20'],
  ['\u{1f600}', '%F0%9F%98%80'],
  ['\u00e9', '%C3%A9'],
  ['e\u0301', 'e%CC%81'],
];

for (const [user, folder] of users) {
  test(`the folder of ${JSON.stringify(user)} is ${folder}, and the name can be read from it`, () => {
    assert.equal(folderName(user), folder);
    assert.equal(userOf(folder), user);
  });
}

test('a name that is too long is cut, and the folder says whose it is', async (t) => {
  const { logger, write, directory } = streamBench(t);
  const other = `${long.slice(1)}y`;
  for (const user of [long, other]) logger.info(user, 'here');
  await write();
  const named = [long, other].map((user) => {
    const folder = folderName(user);
    assert.equal(folder.length, 120);
    assert.equal(userOf(folder), null);
    return JSON.parse(readFileSync(join(directory, 'users', folder, '.user'), 'utf8'));
  });
  assert.deepEqual(named, [long, other]);
});

test('every name has a folder of its own, safe on every system, and none is outside', () => {
  const names = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 150 }), fc.string()), {
    minLength: 2,
  });
  fc.assert(
    fc.property(names, (given) => {
      const different = [...new Set(given)];
      const folders = different.map((name) => folderName(name));
      // Some file systems do not tell case apart.
      assert.equal(new Set(folders.map((name) => name.toLowerCase())).size, different.length);
      for (const [at, folder] of folders.entries()) {
        assert.match(folder, /^(?!\.)[a-zA-Z0-9._@+%~-]{1,120}(?<!\.)$/);
        assert.equal(relative('/logs', resolve('/logs', folder)), folder);
        const user = userOf(folder);
        if (user !== null) assert.equal(user, different[at]);
      }
    }),
  );
});

test('what is no folder of a user has no user', () => {
  for (const name of ['Ada', '%zz', 'a%', '%61', '.', 'a b', '%2f']) {
    assert.equal(userOf(name), null, name);
  }
});

test('streams have files of their own, too', () => {
  assert.equal(streamFileName('SECURITY ALERT'), 'SECURITY_ALERT');
  assert.equal(streamFolderName('SECURITY ALERT'), 'security-alert');
  const names = ['A B', 'A_B', 'A-B', 'a b', 'A/B', '..', 'CON', 'x'.repeat(200)];
  for (const nameOf of [streamFileName, streamFolderName]) {
    const folders = names.map((name) => nameOf(name).toLowerCase());
    assert.equal(new Set(folders).size, names.length);
    for (const folder of folders) assert.match(folder, /^(?!\.)[a-z0-9_%~-]{1,120}$/);
  }
});

test('users of awkward names get separate folders with their entries in them', async (t) => {
  const { logger, write, text, directory } = streamBench(t);
  for (const [user] of users) logger.info(user, `of ${JSON.stringify(user)}`);
  await write();
  const files = filesBelow(directory);
  assert.equal(files.length, users.length);
  for (const [user, folder] of users) {
    assert.equal(text(`users/${folder}/INFO_log.log`), `INFO:  of ${JSON.stringify(user)}\n`);
  }
});
