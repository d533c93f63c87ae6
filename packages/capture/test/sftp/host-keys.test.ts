import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isWhodidError } from '@whodid/core';
import ssh2 from 'ssh2';
import { captureSftp, hostKeys } from '../../src/sftp/index.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { quietClient, signIn, started } from './connected.ts';
import { sealed } from './sealed.ts';

const other = 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU';

describe('a pinned server is let in', () => {
  test('by fingerprint, by known_hosts lines of all forms, by the text of a file', async (t) => {
    const server = await started(t);
    const { host, port, fingerprint, hostKey } = server;
    const recorder = collectingRecorder();
    for (const pins of [
      [fingerprint],
      [`${fingerprint}=`],
      [other, fingerprint],
      [`[127.0.0.1]:${port} ${hostKey}`],
      [`# servers\nexample.com ${hostKey}\n[127.0.0.1]:${port} ${hostKey} ops\r\n\n`],
    ]) {
      const client = quietClient();
      captureSftp(client, recorder);
      await client.connect({
        ...signIn(server),
        ...hostKeys(recorder, { host, port, pins }),
      });
      await client.end();
    }
    const connects = recorder.drafts.filter(({ action }) => action === 'sftp.connect');
    assert.equal(connects.length, 5);
    for (const draft of sealed(connects)) {
      assert.equal(draft.outcome, 'success');
      assert.deepEqual((draft.data as { hostKey: unknown }).hostKey, {
        check: 'pinned',
        fingerprint,
        type: 'ssh-ed25519',
      });
    }
  });
});

describe('any other server is refused and that is recorded', () => {
  test('before it learns who is there, with both fingerprints', async (t) => {
    const server = await started(t);
    const { host, port, fingerprint } = server;
    const recorder = collectingRecorder();
    const client = quietClient();
    captureSftp(client, recorder);
    const pinned = hostKeys(recorder, { host, port, pins: [other] });
    await assert.rejects(client.connect({ ...signIn(server), ...pinned }), /Host denied/);
    assert.equal(server.signIns(), 0);
    const [entry, ...more] = sealed(recorder.drafts);
    assert.equal(more.length, 0);
    assert.equal(entry?.action, 'sftp.connect');
    assert.equal(entry.outcome, 'denied');
    assert.equal(entry.reason, 'HOST_KEY_UNKNOWN');
    assert.deepEqual((entry.data as { hostKey: unknown }).hostKey, {
      check: 'pinned',
      fingerprint,
      type: 'ssh-ed25519',
      pinned: [other],
    });
    assert.equal(entry.masked, undefined);
  });

  test('a line for another port or host does not count, a revoked key never', async (t) => {
    const server = await started(t);
    const { host, port, fingerprint, hostKey } = server;
    const reasons: unknown[] = [];
    for (const pins of [
      [`127.0.0.1 ${hostKey}`],
      [`[127.0.0.2]:${port} ${hostKey}`],
      [fingerprint, `@revoked * ${hostKey}`],
      [fingerprint, `@revoked 127.0.0.1 ${hostKey}`],
      [`[127.0.0.1]:${port} ${hostKey}`, `@revoked [127.0.0.1]:${port} ${hostKey}`],
    ]) {
      const recorder = collectingRecorder();
      const client = quietClient();
      captureSftp(client, recorder);
      const pinned = hostKeys(recorder, { host, port, pins });
      await assert.rejects(client.connect({ ...signIn(server), ...pinned }));
      const [draft] = sealed(recorder.drafts);
      assert.ok(draft);
      reasons.push(draft.reason);
      // What is revoked is not offered as something to expect.
      assert.deepEqual((draft.data as { hostKey: { pinned: unknown } }).hostKey.pinned, []);
    }
    assert.deepEqual(reasons, [
      'HOST_KEY_UNKNOWN',
      'HOST_KEY_UNKNOWN',
      'HOST_KEY_REVOKED',
      'HOST_KEY_REVOKED',
      'HOST_KEY_REVOKED',
    ]);
  });

  test('also with a bare client of ssh2, which nobody captures', async (t) => {
    const server = await started(t);
    const { host, port, fingerprint } = server;
    const recorder = collectingRecorder();
    const client = new ssh2.Client();
    const refused = new Promise<Error>((resolve) => client.once('error', resolve));
    client.connect({ ...signIn(server), ...hostKeys(recorder, { host, port, pins: [other] }) });
    assert.match((await refused).message, /Host denied/);
    const [draft, ...more] = recorder.drafts;
    assert.equal(more.length, 0);
    assert.equal(draft?.action, 'sftp.connect');
    assert.equal(draft.outcome, 'denied');
    assert.equal(draft.reason, 'HOST_KEY_UNKNOWN');
    assert.deepEqual(draft.data, {
      host,
      port,
      hostKey: { check: 'pinned', fingerprint, type: 'ssh-ed25519', pinned: [other] },
    });
  });

  test('a hash in place of the key cannot be compared and is refused', async (t) => {
    const server = await started(t);
    const { host, port, fingerprint } = server;
    const recorder = collectingRecorder();
    const client = quietClient();
    captureSftp(client, recorder);
    const pinned = hostKeys(recorder, { host, port, pins: [fingerprint] });
    await assert.rejects(client.connect({ ...signIn(server), ...pinned, hostHash: 'md5' }));
    assert.equal(recorder.drafts[0]?.reason, 'HOST_KEY_UNREADABLE');
  });

  test('a recorder that throws lets nobody through', async (t) => {
    const server = await started(t);
    const { host, port } = server;
    const broken = {
      ...collectingRecorder(),
      capture() {
        throw new Error('broken');
      },
    };
    const { hostVerifier } = hostKeys(broken, { host, port, pins: [other] });
    assert.equal(hostVerifier(Buffer.from(server.hostKey.split(' ')[1] ?? '', 'base64')), false);
  });
});

test('pins that cannot be used are an error, which does not quote them', () => {
  const recorder = collectingRecorder();
  const host = 'sftp.example.com';
  for (const [options, option] of [
    [{ host, pins: [] }, 'hostKeys.pins'],
    [{ host, pins: [' '] }, 'hostKeys.pins'],
    [{ host, pins: ['SHA256:marker-short'] }, 'hostKeys.pins[0]'],
    [{ host, pins: [other, 'MD5:marker:00'] }, 'hostKeys.pins[1]'],
    [{ host, pins: [`@revoked ${host} ssh-rsa marker`] }, 'hostKeys.pins[0]'],
    [{ host: '', pins: [other] }, 'hostKeys.host'],
    [{ host, pins: [other], port: 0 }, 'hostKeys.port'],
  ] as const) {
    assert.throws(
      () => hostKeys(recorder, options),
      (error) =>
        isWhodidError(error, 'CONFIG_INVALID') &&
        error.facts.option === option &&
        !error.message.includes('marker'),
      option,
    );
  }
});
