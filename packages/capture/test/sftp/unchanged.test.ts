import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import type { Recorder } from '@whodid/core';
import Client from 'ssh2-sftp-client';
import { captureSftp } from '../../src/sftp/index.ts';
import { recordedMethods } from '../../src/sftp/recorded-methods.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { connected, quietClient, signIn, started } from './connected.ts';
import type { SftpServer } from './sftp-server.ts';

const path = fileURLToPath(import.meta.url);

/** Everything that an app sees of a client: results, errors, and events in their order. */
async function seen(server: SftpServer, client: Client): Promise<readonly unknown[]> {
  const notes: unknown[] = [];
  for (const event of ['ready', 'end', 'close', 'error', 'upload', 'download']) {
    client.on(event, () => void notes.push(`event ${event}`));
  }
  const attempt = async (name: string, does: () => Promise<unknown>): Promise<void> => {
    try {
      const late = new Promise((resolve) => setTimeout(resolve, 3000, 'never').unref());
      const result = await Promise.race([does(), late]);
      notes.push([name, typeof result === 'object' ? inspect(result, { depth: 0 }) : result]);
    } catch (error) {
      const { name: kind, message, code, custom } = error as Error & Record<string, unknown>;
      notes.push([name, kind, message, code, custom]);
    }
  };
  await attempt('list before', () => client.list('/in'));
  await attempt('delete before', () => client.delete('/in/a'));
  await attempt('connect', async () => {
    const session = await client.connect(signIn(server));
    client.client.setNoDelay(true);
    return session === client.sftp;
  });
  await attempt('connect again', () => client.connect(signIn(server)));
  await attempt('put', () => client.put(Buffer.from('hello'), '/in/a'));
  await attempt('put stream', () => client.put(Readable.from(['a', 'b']), '/in/b'));
  await attempt('put file', () => client.put(path, '/in/c'));
  await attempt('put nowhere', () => client.put(Buffer.from('x'), '/none/a'));
  await attempt('put nothing', () => client.put('/no/such/file', '/in/a'));
  await attempt('fastPut', () => client.fastPut(path, '/in/d'));
  await attempt('append', () => client.append(Buffer.from('!'), '/in/a'));
  await attempt('get', async () => (await client.get('/in/a')).toString());
  await attempt('get missing', () => client.get('/in/none'));
  await attempt('mkdir', () => client.mkdir('/in/x/y', true));
  await attempt('list', () => client.list('/in'));
  await attempt('rename', () => client.rename('/in/a', '/in/z'));
  await attempt('rename missing', () => client.rename('/in/a', '/in/z'));
  await attempt('posixRename', () => client.posixRename('/in/z', '/in/a'));
  await attempt('rmdir', () => client.rmdir('/in', true));
  await attempt('end', () => client.end());
  await attempt('end again', () => client.end());
  const closed = new Promise<void>((resolve) => client.on('close', () => resolve()));
  await attempt('wrong', () => client.connect({ ...signIn(server), password: 'wrong' }));
  await closed;
  return notes;
}

test('results, errors, events and their order are those of the bare client', async (t) => {
  const bare = await seen(await started(t), quietClient());
  const captured = quietClient();
  const recorder = collectingRecorder();
  captureSftp(captured, recorder);
  assert.deepEqual(await seen(await started(t), captured), bare);
  assert.ok(recorder.drafts.length >= 18);
  assert.deepEqual(recorder.faults, []);
});

test('a recorder that throws everywhere changes nothing', async (t) => {
  const bare = await seen(await started(t), quietClient());
  const broken = new Proxy({} as Recorder, {
    get: () => () => {
      throw new Error('broken recorder');
    },
  });
  for (const recorder of [broken, { ...broken, now: () => 0 } as Recorder]) {
    const captured = quietClient();
    captureSftp(captured, recorder);
    assert.deepEqual(await seen(await started(t), captured), bare);
  }
});

test('the app’s handler sees the very error that the library made', async (t) => {
  const { client, drafts } = await connected(t);
  const made: unknown[] = [];
  const format = Reflect.get(client, 'fmtError') as (...args: unknown[]) => unknown;
  Reflect.set(client, 'fmtError', (...args: unknown[]) => {
    const error = Reflect.apply(format, client, args);
    made.push(error);
    return error;
  });
  const caught = await client.put(Buffer.from('x'), '/none/a').then(assert.fail, (error) => error);
  assert.equal(caught, made.at(-1));
  assert.equal(drafts[0]?.reason, 'NO_SUCH_FILE');
  await client.end();
});

test('an error that nobody handles stays unhandled', async (t) => {
  const { client } = await connected(t);
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  const unhandled = new Promise((resolve) => process.once('unhandledRejection', resolve));
  void client.list('/none');
  assert.match(String(await unhandled), /No such file/);
  for (const listener of others) process.on('unhandledRejection', listener);
  await client.end();
});

test('what the app passes in is not touched', async (t) => {
  const { server, client } = await connected(t);
  const bare = quietClient();
  await bare.connect(signIn(server));
  const options = deepFrozen({ writeStreamOptions: { mode: 0o600 }, pipeOptions: {} });
  const keysAfter = async (sender: Client): Promise<readonly (string | symbol)[]> => {
    const source = Readable.from(['a']);
    await sender.put(source, '/in/a', options);
    return Reflect.ownKeys(source);
  };
  assert.deepEqual(await keysAfter(client), await keysAfter(bare));
  await bare.end();
  await client.end();
  await client.connect(Object.freeze({ ...signIn(server) }));
  await client.end();
});

test('a client shows nothing new and can be extended', async (t) => {
  class OwnClient extends Client {
    readonly #count = { puts: 0 };
    override async put(...args: Parameters<Client['put']>): Promise<string> {
      this.#count.puts += 1;
      return super.put(...args);
    }
    get puts(): number {
      return this.#count.puts;
    }
  }
  const server = await started(t);
  const client = new OwnClient('own', { error() {}, end() {}, close() {} });
  const keys = Object.keys(client);
  const recorder = collectingRecorder();
  captureSftp(client, recorder);
  assert.deepEqual(Object.keys(client), keys);
  assert.ok(client instanceof OwnClient);
  await client.connect(signIn(server));
  await client.put(Buffer.from('x'), '/in/a');
  assert.equal(client.puts, 1);
  assert.deepEqual(
    recorder.drafts.map(({ action }) => action),
    ['sftp.connect', 'sftp.upload'],
  );
  await client.end();
});

test('captured twice is captured once, and stopping puts everything back', async (t) => {
  const { client, recorder, stop, drafts } = await connected(t);
  const session = client.sftp as object;
  assert.equal(captureSftp(client, recorder), stop);
  await client.put(Buffer.from('x'), '/in/a');
  assert.equal(drafts.length, 1);
  stop();
  assert.deepEqual(
    Reflect.ownKeys(client).filter((key) => typeof Reflect.get(client, key) === 'function'),
    [],
  );
  assert.equal(Object.hasOwn(client.client, 'emit'), false);
  assert.equal(Object.hasOwn(session, 'createWriteStream'), false);
  await client.put(Buffer.from('x'), '/in/b');
  assert.equal(drafts.length, 1);

  captureSftp(client, recorder);
  await client.put(Buffer.from('x'), '/in/c');
  assert.equal(drafts.length, 2);
  await client.end();
});

test('an operation that is open when the capture stops is recorded', async (t) => {
  const { client, stop, drafts } = await connected(t);
  const upload = client.put(Buffer.from('x'), '/in/a');
  stop();
  await upload;
  assert.equal(drafts[0]?.outcome, 'success');
  await client.end();
});

test('the library’s methods are the ones that we know', () => {
  const methods = Reflect.ownKeys(Client.prototype).map(String).toSorted();
  const looks = ['constructor', 'cwd', 'debugMsg', 'exists', 'fmtError', 'lstat', 'on', 'realPath'];
  const inner = ['_append', '_doMkdir', '_mkdir', '_rcopy', '_resetEventFlags', '_xstat'];
  const recorded = methods.filter(
    (name) => ![...looks, ...inner, 'removeListener', 'stat'].includes(name),
  );
  assert.deepEqual(recorded, Object.keys(recordedMethods).toSorted());
});

function deepFrozen<T extends object>(value: T): T {
  for (const each of Object.values(value)) if (typeof each === 'object') deepFrozen(each);
  return Object.freeze(value);
}
