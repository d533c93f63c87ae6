import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import ssh2 from 'ssh2';
import { fingerprintOf } from '../../src/sftp/fingerprint.ts';
import { readKnownHost } from '../../src/sftp/known-hosts.ts';

// GitHub's published key and fingerprint: docs.github.com, "GitHub's SSH key fingerprints".
const published =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';
const publishedFingerprint = 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU';

test('a fingerprint is the one that OpenSSH prints', () => {
  assert.equal(
    readKnownHost(`github.com ${published} a comment`)?.fingerprint,
    publishedFingerprint,
  );
  const key = Buffer.from(published.split(' ')[1] ?? '', 'base64');
  assert.equal(fingerprintOf(key), publishedFingerprint);
});

test('a line is for the servers that it names', () => {
  const rows: readonly (readonly [string, string, number, boolean])[] = [
    ['sftp.example.com', 'sftp.example.com', 22, true],
    ['sftp.example.com', 'SFTP.Example.com', 22, true],
    ['sftp.example.com', 'sftp.example.com', 2222, false],
    ['[sftp.example.com]:2222', 'sftp.example.com', 2222, true],
    ['[sftp.example.com]:2222', 'sftp.example.com', 22, false],
    ['[sftp.example.com]:22', 'sftp.example.com', 22, true],
    ['one,two', 'two', 22, true],
    ['*.example.com', 'a.example.com', 22, true],
    ['*.example.com', 'example.com', 22, false],
    ['*.example.com,!bad.example.com', 'bad.example.com', 22, false],
    ['!bad.example.com', 'good.example.com', 22, false],
    ['host?', 'host1', 22, true],
    ['host?', 'host12', 22, false],
    ['a.b', 'axb', 22, false],
    ['*', 'anything', 2222, true],
    ['2001:db8::1', '2001:db8::1', 22, true],
    ['[2001:db8::1]:2222', '2001:db8::1', 2222, true],
    [hashed('sftp.example.com'), 'sftp.example.com', 22, true],
    [hashed('sftp.example.com'), 'sftp.example.org', 22, false],
    [hashed('[sftp.example.com]:2222'), 'sftp.example.com', 2222, true],
    [hashed('[sftp.example.com]:2222'), 'sftp.example.com', 22, false],
  ];
  for (const [names, host, port, expected] of rows) {
    const line = readKnownHost(`${names} ${published}`);
    assert.equal(line?.isFor(host, port), expected, `${names} for ${host}:${port}`);
  }
});

test('markers, comments and empty lines', () => {
  assert.equal(readKnownHost(`@revoked * ${published}`)?.revoked, true);
  assert.equal(readKnownHost(`host ${published}`)?.revoked, false);
  for (const line of ['', '   ', '# host', `@cert-authority * ${published}`]) {
    assert.equal(readKnownHost(line), null, line);
  }
});

test('a line that cannot be read is an error that does not quote it', () => {
  const rsa = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).public.split(' ')[1];
  for (const line of [
    'host',
    'host ssh-ed25519',
    'host ssh-ed25519 ####',
    `host ssh-ed25519 ${rsa}`,
    `@unknown host ${published}`,
    `, ${published}`,
    `|1|abc ${published}`,
    `|2|${hashed('x').slice(3)} ${published}`,
    'host 2048 35 1234567890',
  ]) {
    assert.throws(
      () => readKnownHost(line),
      (error) => error instanceof TypeError && !error.message.includes('host '),
      line,
    );
  }
});

function hashed(name: string): string {
  const salt = Buffer.from('0123456789abcdefghij');
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}
