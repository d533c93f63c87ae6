import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, type TestContext, test } from 'node:test';
import { ambient, type Draft } from '@whodid/core';
import { captureSftp } from '../../src/sftp/index.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { connected, quietClient, signIn, started } from './connected.ts';

const fiveMegabytes = 5 * 1024 * 1024;

describe('one entry an operation, when it is over', () => {
  test('an upload has size, hash, path and address', async (t) => {
    const { server, client, drafts } = await connected(t);
    await client.put(Buffer.from('hello'), '/in/a@b c.txt');
    const [draft, ...more] = drafts;
    assert.equal(more.length, 0);
    assert.equal(draft?.kind, 'sftp.out');
    assert.equal(draft.action, 'sftp.upload');
    assert.equal(draft.outcome, 'success');
    assert.equal('reason' in draft, false);
    assert.deepEqual(draft.targets, [
      { type: 'file', id: `sftp://127.0.0.1:${server.port}/in/a%40b%20c.txt`, name: 'a@b c.txt' },
    ]);
    const { durationMs, ...data } = dataOf(draft);
    assert.ok(Number(durationMs) >= 0);
    assert.deepEqual(data, {
      host: '127.0.0.1',
      port: server.port,
      username: 'partner',
      path: '/in/a@b c.txt',
      bytes: 5,
      sha256: hash('hello'),
    });
    await client.end();
  });

  test('a stream of 5 MB is counted and hashed as it passes', async (t) => {
    const { server, client, drafts } = await connected(t);
    const content = noise(fiveMegabytes);
    await client.put(Readable.from(chunksOf(content)), '/in/big.bin');
    assert.ok(server.files.files.get('/in/big.bin')?.equals(content));
    assert.deepEqual(passed(drafts[0]), { bytes: fiveMegabytes, sha256: hash(content) });

    const sink = new Sink();
    assert.equal(await client.get('/in/big.bin', sink), sink);
    assert.deepEqual(passed(drafts[1]), { bytes: fiveMegabytes, sha256: hash(content) });
    await client.end();
  });

  test('text in another encoding has the hash of its bytes, or none', async (t) => {
    const { server, client, drafts } = await connected(t);
    const text = (): Readable => Readable.from(['z\u00e4h', '\u20ac'], { objectMode: false });
    await client.put(text().setEncoding('utf8'), '/in/text');
    const options = { writeStreamOptions: { encoding: 'utf16le' } };
    await client.put(text().setEncoding('utf8'), '/in/wide', options);
    const sent = ['/in/text', '/in/wide'].map((path) => server.files.files.get(path) as Buffer);
    assert.deepEqual(passed(drafts[0]), { bytes: 7, sha256: hash(sent[0] as Buffer) });
    assert.deepEqual(passed(drafts[1]), { bytes: 8, sha256: undefined });
    await client.end();
  });

  test('local files: hashed where they pass in order, only counted where they do not', async (t) => {
    const { client, drafts } = await connected(t);
    const folder = temporary(t);
    const content = noise(300_000);
    writeFileSync(join(folder, 'from.bin'), content);
    const steps: number[] = [];
    const options = Object.freeze({ step: (total: number) => void steps.push(total) });
    await client.put(join(folder, 'from.bin'), '/in/put');
    await client.fastPut(join(folder, 'from.bin'), '/in/fast', options);
    await client.get('/in/put', join(folder, 'got'));
    await client.fastGet('/in/put', join(folder, 'fast'));
    assert.deepEqual(
      drafts.map((draft) => [draft.action, passed(draft)]),
      [
        ['sftp.upload', { bytes: 300_000, sha256: hash(content) }],
        ['sftp.upload', { bytes: 300_000, sha256: undefined }],
        ['sftp.download', { bytes: 300_000, sha256: hash(content) }],
        ['sftp.download', { bytes: 300_000, sha256: undefined }],
      ],
    );
    assert.equal(steps.at(-1), 300_000);
    assert.ok(readFileSync(join(folder, 'fast')).equals(content));
    await client.end();
  });

  test('everything else that reaches the server', async (t) => {
    const { server, client, drafts } = await connected(t);
    await client.mkdir('/in/new/deep', true);
    await client.put(Buffer.from('one'), '/in/new/1');
    await client.append(Buffer.from(' two'), '/in/new/1');
    await client.rename('/in/new/1', '/in/new/2');
    await client.rcopy('/in/new/2', '/in/new/4');
    await client.chmod('/in/new/4', 0o600);
    await client.list('/in/new');
    await client.delete('/in/new/4');
    await client.end();
    assert.deepEqual(
      drafts.map(({ action, targets }) => [action, targets?.map(({ id }) => pathIn(server, id))]),
      [
        ['sftp.mkdir', ['/in/new/deep']],
        ['sftp.upload', ['/in/new/1']],
        ['sftp.upload', ['/in/new/1']],
        ['sftp.rename', ['/in/new/1', '/in/new/2']],
        ['sftp.copy', ['/in/new/2', '/in/new/4']],
        ['sftp.chmod', ['/in/new/4']],
        ['sftp.list', ['/in/new']],
        ['sftp.delete', ['/in/new/4']],
        ['sftp.disconnect', ['']],
      ],
    );
    assert.equal(dataOf(drafts[2]).append, true);
    assert.deepEqual(passed(drafts[2]), { bytes: 4, sha256: hash(' two') });
    assert.equal(dataOf(drafts[3]).toPath, '/in/new/2');
    assert.deepEqual(passed(drafts[4]), { bytes: 7, sha256: hash('one two') });
    assert.equal(dataOf(drafts[6]).count, 3);
  });

  test('a folder is an entry for each file and one for the whole', async (t) => {
    const { server, client, drafts } = await connected(t);
    const folder = temporary(t);
    mkdirSync(join(folder, 'from/sub'), { recursive: true });
    for (const name of ['a', 'b', 'sub/c']) writeFileSync(join(folder, 'from', name), name);
    // Files are transferred side by side, so only the whole has its place: last.
    const recorded = (): readonly string[] => {
      const lines = drafts.splice(0).map(line(server));
      return [...lines.slice(0, -1).toSorted(), lines.at(-1) ?? ''];
    };

    for (const useFastput of [false, true]) {
      await client.uploadDir(join(folder, 'from'), '/in/copy', { useFastput });
      assert.deepEqual(recorded(), [
        'sftp.upload /in/copy/a 1',
        'sftp.upload /in/copy/b 1',
        'sftp.upload /in/copy/sub/c 5',
        'sftp.upload /in/copy 7 of 3',
      ]);
    }
    for (const useFastget of [false, true]) {
      await client.downloadDir('/in/copy', join(folder, `to-${useFastget}`), { useFastget });
      assert.deepEqual(recorded(), [
        'sftp.download /in/copy/a 1',
        'sftp.download /in/copy/b 1',
        'sftp.download /in/copy/sub/c 5',
        'sftp.download /in/copy 7 of 3',
      ]);
    }
    await client.rmdir('/in/copy', true);
    assert.deepEqual(recorded(), [
      'sftp.delete /in/copy/a',
      'sftp.delete /in/copy/b',
      'sftp.delete /in/copy/sub',
      'sftp.delete /in/copy/sub/c',
      'sftp.delete /in/copy',
    ]);
    await client.end();
  });

  test('streams that the app drives itself', async (t) => {
    const { server, client, drafts } = await connected(t);
    const output = client.createWriteStream('/in/own');
    output.write('some ');
    output.end('text');
    await closed(output);
    const input = client.createReadStream('/in/own');
    input.resume();
    await closed(input);
    const left = client.createReadStream('/in/own');
    await closed(left.once('open', () => left.destroy()));
    const missing = client.createReadStream('/in/none');
    const seen = new Promise((resolve) => missing.once('error', resolve));
    const error = await seen;
    assert.equal((error as { code?: unknown }).code, 2);
    await until(() => drafts.length >= 4);
    assert.deepEqual(
      drafts.map(({ outcome, reason = '' }) => `${outcome} ${reason}`),
      ['success ', 'success ', 'unknown ABORTED', 'failure NO_SUCH_FILE'],
    );
    assert.deepEqual(passed(drafts[0]), { bytes: 9, sha256: hash('some text') });
    assert.deepEqual(passed(drafts[1]), { bytes: 9, sha256: hash('some text') });
    assert.equal(server.files.files.get('/in/own')?.toString(), 'some text');
    await client.end();
  });

  test('a relative path is one of the user’s home', async (t) => {
    const { server, client, drafts } = await connected(t);
    await client.put(Buffer.from('x'), './notes.txt');
    assert.equal(pathIn(server, drafts[0]?.targets?.[0]?.id), '/~/notes.txt');
    await client.end();
  });
});

describe('what goes wrong', () => {
  test('is told by a code, with the outcome that is known', async (t) => {
    const { server, client, drafts } = await connected(t);
    server.files.forbidden.add('/out');
    for (const attempt of [
      () => client.put(Buffer.from('x'), '/none/a'),
      () => client.put(Buffer.from('x'), '/out/a'),
      () => client.put('/there/is/no/such/file', '/in/a'),
      () => client.get('/in/none'),
      () => client.list('/none'),
      () => client.rmdir('/none'),
      () => client.rename('/in/none', '/in/b'),
      () => client.append(Buffer.from('x'), '/in'),
    ]) {
      await assert.rejects(attempt);
    }
    assert.deepEqual(
      drafts.map(({ action, outcome, reason }) => `${action} ${outcome} ${reason}`),
      [
        'sftp.upload failure NO_SUCH_FILE',
        'sftp.upload denied PERMISSION_DENIED',
        'sftp.upload failure ENOENT',
        'sftp.download failure NO_SUCH_FILE',
        'sftp.list failure NO_SUCH_FILE',
        'sftp.delete failure ERR_BAD_PATH',
        'sftp.rename failure NO_SUCH_FILE',
        'sftp.upload failure ERR_BAD_PATH',
      ],
    );
    await client.end();
  });

  test('a connection that is lost in the middle leaves what the server confirmed', async (t) => {
    const { server, client, drafts } = await connected(t);
    server.faults.dropAfterBytes = 1024 * 1024;
    await assert.rejects(client.put(Readable.from(chunksOf(noise(fiveMegabytes))), '/in/big.bin'));
    const [draft, ...more] = drafts;
    assert.equal(more.length, 0);
    assert.equal(draft?.outcome, 'unknown');
    assert.equal(draft.reason, 'CONNECTION_LOST');
    const { bytes, sha256 } = passed(draft);
    assert.equal(sha256, undefined);
    assert.ok(Number(bytes) > 0 && Number(bytes) <= 1024 * 1024, String(bytes));

    await assert.rejects(client.list('/in'));
    assert.equal(drafts[1]?.reason, 'ERR_NOT_CONNECTED');
  });

  // The library never settles most of these promises.
  test('a lost connection leaves an entry for each open operation', async (t) => {
    const { server, client, drafts } = await connected(t);
    server.faults.dropAfterBytes = 0;
    for (let index = 0; index < 8; index += 1) {
      client.put(Buffer.from('x'), `/in/${index}`).catch(() => {});
    }
    await until(() => drafts.length >= 8);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(
      drafts.map(({ outcome, reason }) => `${outcome} ${reason}`),
      Array.from({ length: 8 }, () => 'unknown CONNECTION_LOST'),
    );
    assert.equal(new Set(drafts.map(({ targets }) => targets?.[0]?.id)).size, 8);
  });

  test('signing in: refused, unreachable, too late', async (t) => {
    const server = await started(t);
    const recorder = collectingRecorder();
    const attempt = async (config: object): Promise<void> => {
      const client = quietClient();
      captureSftp(client, recorder);
      await assert.rejects(client.connect({ ...signIn(server), ...config }));
    };
    await attempt({ password: 'wrong-marker-0d1e' });
    await attempt({ port: await freePort() });
    await attempt({ host: 'no-such-host.invalid' });
    await attempt({ readyTimeout: 1 });
    await attempt({ hostVerifier: () => false });
    await attempt({ privateKey: 'no key' });
    assert.deepEqual(
      recorder.drafts.map(({ action, outcome, reason }) => `${action} ${outcome} ${reason}`),
      [
        'sftp.connect denied AUTHENTICATION_FAILED',
        'sftp.connect failure ECONNREFUSED',
        'sftp.connect failure ENOTFOUND',
        'sftp.connect failure TIMEOUT',
        'sftp.connect denied HOST_KEY_REFUSED',
        'sftp.connect failure UNKNOWN',
      ],
    );
    const checks = recorder.drafts.map((draft) => dataOf(draft).hostKey);
    assert.deepEqual(checks[0], { check: 'none' });
    assert.deepEqual(checks[4], { check: 'own' });
    assert.equal(dataOf(recorder.drafts[0]).username, 'partner');
  });
});

describe('whose it is', () => {
  test('20 operations at once keep apart, each with the ambient of its caller', async (t) => {
    const { client, recorder, drafts } = await connected(t);
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        recorder.within(
          { requestId: `r-${index}`, actor: { type: 'user', id: `u-${index}` } },
          () => client.put(Readable.from([`content of ${index}`]), `/in/${index}.txt`),
        ),
      ),
    );
    assert.equal(drafts.length, 20);
    for (const [position, draft] of drafts.entries()) {
      const index = /\d+/.exec(String(draft.targets?.[0]?.name))?.[0];
      assert.equal(recorder.surroundings[position]?.requestId, `r-${index}`);
      assert.deepEqual(recorder.surroundings[position]?.actor, { type: 'user', id: `u-${index}` });
      assert.equal(passed(draft).sha256, hash(`content of ${index}`));
    }
    assert.equal(new Set(drafts.map(({ targets }) => targets?.[0]?.id)).size, 20);
    await client.end();
  });

  test('what an operation has left behind is no part of it any more', async (t) => {
    const { server, client, drafts } = await connected(t);
    const folder = temporary(t);
    writeFileSync(join(folder, 'a'), 'a');
    let go = (): void => {};
    const over = new Promise<void>((resolve) => {
      go = resolve;
    });
    const later: Promise<unknown>[] = [];
    const filter = (): boolean =>
      later.push(over.then(() => client.uploadDir(folder, '/in/later'))) > 0;
    await client.uploadDir(folder, '/in/first', { filter });
    go();
    await Promise.all(later);
    assert.deepEqual(drafts.map(line(server)), [
      'sftp.upload /in/first/a 1',
      'sftp.upload /in/first 1 of 1',
      'sftp.upload /in/later/a 1',
      'sftp.upload /in/later 1 of 1',
    ]);
    await client.end();
  });

  test('a stream’s entry has the ambient of who opened it', async (t) => {
    const { client, recorder } = await connected(t);
    const output = recorder.within({ requestId: 'opener' }, () =>
      client.createWriteStream('/in/late'),
    );
    output.end('x');
    await closed(output);
    assert.equal(recorder.surroundings[0]?.requestId, 'opener');
    assert.equal(ambient().requestId, undefined);
    await client.end();
  });

  test('what the app calls in a callback of an operation is its own operation', async (t) => {
    const { server, client, drafts } = await connected(t);
    const folder = temporary(t);
    writeFileSync(join(folder, 'a'), 'a');
    const inner: Promise<unknown>[] = [];
    await client.uploadDir(folder, '/in/x', {
      filter: () => inner.push(client.list('/out')) > 0,
    });
    await Promise.all(inner);
    assert.deepEqual(drafts.map(line(server)).toSorted(), [
      'sftp.list /out',
      'sftp.upload /in/x 1 of 1',
      'sftp.upload /in/x/a 1',
    ]);
    await client.end();
  });
});

function dataOf(draft: Draft | undefined): { readonly [name: string]: unknown } {
  return (draft?.data ?? {}) as { readonly [name: string]: unknown };
}

function passed(draft: Draft | undefined): { readonly bytes: unknown; readonly sha256: unknown } {
  const { bytes, sha256 } = dataOf(draft);
  return { bytes, sha256 };
}

function line(server: { readonly port: number }): (draft: Draft) => string {
  return (draft) => {
    const { bytes, count } = dataOf(draft);
    const size = bytes === undefined ? '' : ` ${bytes}`;
    const files = count === undefined || size === '' ? '' : ` of ${count}`;
    return `${draft.action} ${pathIn(server, draft.targets?.[0]?.id)}${size}${files}`;
  };
}

function pathIn({ port }: { readonly port: number }, id = ''): string {
  return id.replace(`sftp://127.0.0.1:${port}`, '');
}

function hash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function noise(bytes: number): Buffer {
  const content = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += 1) content[at] = (at * 31 + (at >> 8) * 17) % 256;
  return content;
}

function chunksOf(content: Buffer): Buffer[] {
  const size = 70_001;
  return Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
    content.subarray(index * size, (index + 1) * size),
  );
}

class Sink extends Writable {
  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }
}

function temporary(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'whodid-sftp-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It did not come about in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function closed(stream: Readable | Writable): Promise<void> {
  return new Promise((resolve) => stream.once('close', () => resolve()));
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
