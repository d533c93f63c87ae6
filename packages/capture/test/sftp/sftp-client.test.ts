import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { describe, type TestContext, test } from 'node:test';
import { inspect } from 'node:util';
import { isWhodidError } from '@whodid/core';
import Client from 'ssh2-sftp-client';
import { SftpClient, type SftpClientOptions } from '../../src/sftp/index.ts';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { started } from './connected.ts';
import { everyText, sealed } from './sealed.ts';
import type { SftpServer } from './sftp-server.ts';

const other = 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU';
const contentMarker = 'content-marker-b81d';

describe('scenario 23 (SFTP)', () => {
  test('23: an upload that succeeds is a success without any error', async (t) => {
    const { server, sftp, recorder } = await ready(t);
    assert.equal(await sftp.upload('/in/', 'report.csv', 'id;amount\n'), '/in/report.csv');
    assert.equal(server.files.files.get('/in/report.csv')?.toString(), 'id;amount\n');
    const [connect, upload, ...more] = sealed(recorder.drafts);
    assert.equal(more.length, 0);
    assert.equal(connect?.outcome, 'success');
    assert.equal(upload?.action, 'sftp.upload');
    assert.equal(upload.outcome, 'success');
    assert.equal('reason' in upload, false);
    assert.equal('message' in upload, false);
    assert.equal((upload.data as { path: unknown }).path, '/in/report.csv');
  });

  test('23: an unknown host key is refused and recorded', async (t) => {
    const { server, sftp, recorder } = await prepared(t, { hostKeys: [other] });
    await assert.rejects(sftp.connect(), /Host denied/);
    assert.equal(server.signIns(), 0);
    assert.equal(recorder.drafts.length, 1);
    assert.equal(recorder.drafts[0]?.outcome, 'denied');
    assert.equal(recorder.drafts[0]?.reason, 'HOST_KEY_UNKNOWN');
  });

  test('23: a missing folder is that error', async (t) => {
    const { sftp, recorder } = await ready(t);
    await assert.rejects(sftp.upload('/none', 'a', 'x'), { code: 'NO_SUCH_FILE' });
    const [, upload, ...more] = recorder.drafts;
    assert.equal(more.length, 0);
    assert.equal(upload?.action, 'sftp.upload');
    assert.equal(upload.outcome, 'failure');
    assert.equal(upload.reason, 'NO_SUCH_FILE');
  });

  test('23: credentials and contents are in no entry, error or inspection', async (t) => {
    const { server, sftp, recorder } = await ready(t);
    const errors: unknown[] = [];
    const attempt = async (does: Promise<unknown>): Promise<void> => {
      await does.catch((error) => errors.push(error));
    };
    await attempt(sftp.upload('/in', 'text', contentMarker));
    await attempt(sftp.upload('/in', 'stream', Readable.from([contentMarker])));
    await attempt(sftp.upload('/none', 'text', contentMarker));
    await attempt(sftp.upload('/in', `../${contentMarker}`.slice(0, 3), contentMarker));
    await attempt(sftp.download('/in', 'text'));
    const { host, port, username, privateKey, passphrase, fingerprint } = server;
    for (const secrets of [
      { password: 'wrong-marker-99' },
      { privateKey, passphrase },
      { privateKey, passphrase: 'wrong-marker-98' },
      { privateKey: `${privateKey.slice(0, 200)}broken` },
    ]) {
      const options = { host, port, username, hostKeys: [fingerprint], ...secrets };
      const client = new SftpClient(Client, recorder, options);
      await attempt(client.connect());
      await attempt(client.upload('/in', 'again', contentMarker));
      await client.close();
      errors.push(inspect(client, { depth: 9, showHidden: true }));
    }
    server.faults.dropAfterBytes = 0;
    await attempt(sftp.upload('/in', 'lost', contentMarker));
    assert.ok(recorder.drafts.length > 15, String(recorder.drafts.length));
    assert.ok(errors.length > 8);
    const shown = inspect([errors, sftp], { depth: 9, showHidden: true });
    const everything = everyText(recorder.drafts) + shown + inspect(recorder.faults);
    const body = privateKey.split('\n').slice(1, -2);
    const secrets = [server.password, passphrase, contentMarker, 'wrong-marker', ...body];
    for (const secret of secrets) assert.ok(!everything.includes(secret), secret);
    assert.ok(everything.includes(username));
  });
});

describe('the host key', () => {
  test('is required, unless it is said that any is accepted', async (t) => {
    const { recorder } = await prepared(t);
    const { host, username } = { host: 'h', username: 'u' };
    for (const options of [
      { host, username },
      { host, username, hostKeys: [] },
      { host, username, hostKeys: [other], acceptAnyHostKey: true },
    ]) {
      assert.throws(
        () => new SftpClient(Client, recorder, options),
        (error) =>
          isWhodidError(error, 'CONFIG_INVALID') && error.facts.option === 'SftpClient.hostKeys',
      );
    }
  });

  test('any accepted key is recorded as such', async (t) => {
    const { server, sftp, recorder } = await prepared(t, { acceptAnyHostKey: true });
    await sftp.connect();
    await sftp.close();
    const [connect] = recorder.drafts;
    assert.ok(connect);
    const { hostKey } = connect.data as { readonly hostKey: unknown };
    const { fingerprint } = server;
    assert.deepEqual(hostKey, { check: 'none', fingerprint, type: 'ssh-ed25519' });
  });
});

test('a file name cannot lead out of the folder, and the attempt is recorded', async (t) => {
  const { server, sftp, recorder } = await ready(t);
  const names = ['../a', '..', '.', '', 'a/b', '/etc/passwd', '..\\a', 'a\0b'];
  for (const name of names) {
    await assert.rejects(sftp.upload('/in', name, 'x'), { code: 'ERR_BAD_PATH' }, name);
    await assert.rejects(sftp.download('/in', name), { code: 'ERR_BAD_PATH' }, name);
    await assert.rejects(sftp.delete('/in', name), { code: 'ERR_BAD_PATH' }, name);
  }
  await assert.rejects(sftp.upload('', 'a', 'x'), { code: 'ERR_BAD_PATH' });
  assert.equal(server.files.files.size, 0);
  const [, ...refused] = recorder.drafts;
  assert.equal(refused.length, names.length * 3 + 1);
  for (const { outcome, reason } of refused) {
    assert.deepEqual([outcome, reason], ['denied', 'ERR_BAD_PATH']);
  }
  await sftp.upload('/', '..a', 'dots are fine');
  assert.deepEqual([...server.files.files.keys()], ['/..a']);
});

test('upload, list, download, delete, with text, bytes and streams', async (t) => {
  const { sftp, recorder } = await ready(t);
  await sftp.upload('/in', 'text', 'gr\u00fc\u00dfe');
  await sftp.upload('/in', 'bytes', new Uint8Array([1, 2, 3]).subarray(1));
  await sftp.upload('.', 'stream', Readable.from(['a', 'b']));
  assert.equal((await sftp.download('/in', 'text')).toString(), 'gr\u00fc\u00dfe');
  assert.deepEqual([...(await sftp.download('/in', 'bytes'))], [2, 3]);
  assert.equal((await sftp.download('/home', 'stream')).toString(), 'ab');
  assert.deepEqual((await sftp.list('/in')).map(({ name }) => name).toSorted(), ['bytes', 'text']);
  await sftp.delete('/in', 'text');
  await assert.rejects(sftp.download('/in', 'text'), { code: 2 });
  await sftp.close();
  assert.deepEqual(
    recorder.drafts.map(({ action, outcome }) => `${action} ${outcome}`),
    [
      'sftp.connect success',
      ...['upload', 'upload', 'upload', 'download', 'download', 'download', 'list', 'delete'].map(
        (word) => `sftp.${word} success`,
      ),
      'sftp.download failure',
      'sftp.disconnect success',
    ],
  );
});

test('connecting: once for many callers, again after a close, refused before', async (t) => {
  const { server, sftp, recorder } = await prepared(t);
  await assert.rejects(sftp.list('/in'), { code: 'ERR_NOT_CONNECTED' });
  await assert.rejects(sftp.upload('/in', 'a', 'x'), { code: 'ERR_NOT_CONNECTED' });
  await Promise.all([sftp.connect(), sftp.connect()]);
  await sftp.connect();
  await sftp.close();
  await sftp.close();
  await sftp.connect();
  await sftp.upload('/in', 'a', 'x');
  assert.equal(server.files.files.size, 1);
  await sftp.close();
  assert.deepEqual(
    recorder.drafts.map(({ action }) => action),
    [
      ...['sftp.list', 'sftp.upload'],
      ...['sftp.connect', 'sftp.disconnect', 'sftp.connect', 'sftp.upload', 'sftp.disconnect'],
    ],
  );
});

test('whoever does not answer is given up, at any stage', async (t) => {
  const recorder = collectingRecorder();
  const silent = createServer().listen(0, '127.0.0.1');
  t.after(() => silent.close());
  await new Promise((resolve) => silent.once('listening', resolve));
  const { port } = silent.address() as { port: number };
  const options = { host: '127.0.0.1', port, username: 'u', password: 'p', connectTimeoutMs: 50 };
  const early = new SftpClient(Client, recorder, { ...options, hostKeys: [other] });
  await assert.rejects(early.connect(), /Timed out/);

  const { server, sftp, recorder: more } = await prepared(t, { connectTimeoutMs: 2000 });
  server.faults.silentSession = true;
  await assert.rejects(sftp.connect(), /Timed out/);
  assert.equal(server.signIns() > 0, true);
  for (const draft of [...recorder.drafts, ...more.drafts]) {
    assert.deepEqual([draft.outcome, draft.reason], ['failure', 'TIMEOUT']);
  }
});

test('signs in with a private key, too', async (t) => {
  const server = await started(t);
  const { host, port, username, privateKey, passphrase, fingerprint } = server;
  const recorder = collectingRecorder();
  const sftp = new SftpClient(Client, recorder, {
    ...{ host, port, username, privateKey, passphrase },
    hostKeys: [fingerprint],
  });
  await sftp.connect();
  await sftp.close();
  assert.equal(recorder.drafts[0]?.outcome, 'success');
});

interface Prepared {
  readonly server: SftpServer;
  readonly sftp: SftpClient;
  readonly recorder: CollectingRecorder;
}

async function prepared(t: TestContext, more?: Partial<SftpClientOptions>): Promise<Prepared> {
  const server = await started(t);
  const { host, port, username, password, fingerprint } = server;
  const recorder = collectingRecorder();
  const keys = more?.acceptAnyHostKey === true ? {} : { hostKeys: [fingerprint] };
  const options = { host, port, username, password, ...keys, ...more };
  return { server, recorder, sftp: new SftpClient(Client, recorder, options) };
}

async function ready(t: TestContext): Promise<Prepared> {
  const made = await prepared(t);
  await made.sftp.connect();
  return made;
}
