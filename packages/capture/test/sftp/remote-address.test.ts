import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathTarget, readAddress, serverTarget } from '../../src/sftp/remote-address.ts';
import { sealed } from './sealed.ts';

test('an address is what ssh2 would connect to', () => {
  assert.deepEqual(readAddress(undefined), { host: 'localhost', port: 22 });
  assert.deepEqual(readAddress({ host: 'h', port: '2222', username: 'u', password: 'p' }), {
    host: 'h',
    port: 2222,
    username: 'u',
  });
  assert.deepEqual(readAddress({ hostname: 'n', host: 'h', user: 'v' }), {
    host: 'n',
    port: 22,
    username: 'v',
  });
});

test('the id of a file is a URL that redaction leaves alone', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['h', '/in/a.csv', 'sftp://h:22/in/a.csv'],
    ['h', '/in//x/../a.csv', 'sftp://h:22/in/a.csv'],
    ['h', 'in/a.csv', 'sftp://h:22/~/in/a.csv'],
    ['h', './a.csv', 'sftp://h:22/~/a.csv'],
    ['h', '../a.csv', 'sftp://h:22/~/../a.csv'],
    ['h', '.', 'sftp://h:22/~/'],
    ['h', '/', 'sftp://h:22/'],
    ['2001:db8::1', '/a', 'sftp://[2001:db8::1]:22/a'],
    [
      'h',
      '/in/to:ada@example.com?x#1 2.csv',
      'sftp://h:22/in/to%3Aada%40example.com%3Fx%231%202.csv',
    ],
    ['h', '/half \ud83d', 'sftp://h:22/half%20%EF%BF%BD'],
  ];
  for (const [host, path, id] of rows) {
    const target = pathTarget({ host, port: 22 }, 'file', path);
    assert.equal(target.id, id, path);
    const [entry] = sealed([{ action: 'sftp.upload', targets: [target] }]);
    assert.equal(entry?.targets[0]?.id, id);
    assert.equal(new URL(id).protocol, 'sftp:');
  }
  assert.deepEqual(serverTarget({ host: 'h', port: 22 }), {
    type: 'server',
    id: 'sftp://h:22',
    name: 'h',
  });
});
