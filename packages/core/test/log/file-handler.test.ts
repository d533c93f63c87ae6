import assert from 'node:assert/strict';
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { isWhodidError } from '@whodid/core';
import {
  createLogs,
  type FileHandlerOptions,
  fileHandler,
  type Logger,
  logFiles,
} from '@whodid/core/log';
import { RotatingFile } from '../../src/log/rotating-file.ts';
import { bytesOf, linesAfter } from '../../src/log/written-batch.ts';
import { filesOf, linesIn, logFolder, messagesOf, numbered } from './log-folder.ts';

interface OpenFile {
  readonly folder: string;
  readonly path: string;
  readonly logger: Logger;
  readonly faults: unknown[];
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Log output into `app.log` of a folder that ends with the test. */
function openFile(context: TestContext, options: FileHandlerOptions = {}, below = '.'): OpenFile {
  const folder = join(logFolder(context), below);
  const path = join(folder, 'app.log');
  const faults: unknown[] = [];
  const logs = createLogs({
    root: { handlers: [fileHandler(path, options)] },
    onFault: (_, error) => faults.push(error),
  });
  context.after(() => logs.close());
  const { flush, close } = { flush: () => logs.flush(), close: () => logs.close() };
  return { folder, path, logger: logs.getLogger('test'), faults, flush, close };
}

test('the folder is made, for this user only, and the files are, too', async (context) => {
  const { folder, path, logger, flush, faults } = openFile(context, {}, 'deep/audit_logs');
  logger.info('hello');
  await flush();
  assert.deepEqual(messagesOf(linesIn(folder)), ['hello']);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(faults, []);
});

test('only as many backups are kept as asked for, the newest', async (context) => {
  const { folder, logger, flush } = openFile(context, { limitBytes: 1024, backups: 3 });
  for (const message of numbered('n', 100)) {
    logger.info(message);
    await flush();
  }
  const files = filesOf(folder);
  assert.equal(files.length, 4);
  const messages = messagesOf(linesIn(folder));
  assert.deepEqual(messages, numbered('n', 100).slice(-messages.length));
  for (const file of files) assert.ok(statSync(join(folder, file)).size <= 1024);
});

test('a file that was moved or removed is not written to any more', async (context) => {
  const { folder, path, logger, flush } = openFile(context);
  logger.info('one');
  await flush();
  renameSync(path, join(folder, 'moved'));
  logger.info('two');
  await flush();
  rmSync(path);
  logger.info('three');
  await flush();
  assert.deepEqual(messagesOf(linesIn(folder, 'moved')), ['one']);
  assert.deepEqual(messagesOf(linesIn(folder)), ['three']);
});

test('half a line that somebody left is ended, and costs no other', async (context) => {
  const { folder, path, logger, flush } = openFile(context);
  writeFileSync(path, '{"message":"hal');
  logger.info('whole');
  await flush();
  const lines = linesIn(folder);
  assert.equal(lines[0], '{"message":"hal');
  assert.deepEqual(messagesOf(lines.slice(1)), ['whole']);
});

test('the lock of a dead process does not stop rotation, that of a living one does', async (context) => {
  const { folder, path, logger, flush } = openFile(context, { limitBytes: 1024 });
  const lock = `${path}.lock`;
  const fill = async (before: () => void): Promise<void> => {
    for (const message of numbered('n', 10)) {
      before();
      logger.info(message);
      await flush();
    }
  };
  // Anew for each line: it cannot get old, however slow this machine is.
  await fill(() => writeFileSync(lock, ''));
  assert.equal(filesOf(folder).length, 1);
  utimesSync(lock, 1, 1);
  await fill(() => undefined);
  assert.ok(filesOf(folder).length > 1);
  assert.equal(linesIn(folder).length, 20);
});

test('a number that a dead process reserved counts for nothing and is no obstacle', async (context) => {
  const { folder, path, logger, flush } = openFile(context, { limitBytes: 1024, backups: 2 });
  writeFileSync(`${path}.7`, '');
  utimesSync(`${path}.7`, 1, 1);
  writeFileSync(`${path}.8`, '');
  for (const message of numbered('n', 40)) {
    logger.info(message);
    await flush();
  }
  const files = filesOf(folder);
  assert.deepEqual([files.includes('app.log.7'), files.includes('app.log.8')], [false, true]);
  assert.equal(files.length, 4);
});

// The folder cannot be made because a file has its name, until that is taken away.
test('a missing folder is a fault and not an error, and nothing is lost when it comes back', async (context) => {
  const { folder, logger, flush, faults } = openFile(context, {}, 'logs');
  writeFileSync(folder, '');
  for (const message of numbered('n', 5)) {
    logger.info(message);
    await flush();
  }
  assert.deepEqual(faults.map(code), ['ENOTDIR']);
  unlinkSync(folder);
  await flush();
  assert.deepEqual(messagesOf(linesIn(folder)), numbered('n', 5));
});

test('scenario 24: what finds no room is counted, and the next line that is written says so', async (context) => {
  const { folder, logger, flush } = openFile(context, {}, 'logs');
  writeFileSync(folder, '');
  const text = 'word '.repeat(1600);
  for (let number = 0; number < 1500; number += 1) logger.info('big', { text });
  await flush();
  unlinkSync(folder);
  logger.info('last');
  await flush();
  const [first = '', ...rest] = messagesOf(linesIn(folder));
  const lost = Number(/^(\d+) lines of log output were lost$/.exec(first)?.[1]);
  assert.ok(lost > 100, first);
  const kept = rest.filter((message) => message === 'big').length;
  assert.ok([1500, 1501].includes(kept + lost), `${kept} kept and ${lost} lost`);
  logger.info('after');
  await flush();
  assert.equal(messagesOf(linesIn(folder)).at(-1), 'after');
  assert.equal(messagesOf(linesIn(folder)).filter((message) => /lost$/.test(message)).length, 1);
});

test('a full disk is a fault, and what cannot be written in the end is counted', async (context) => {
  const faults: unknown[] = [];
  const logs = createLogs({
    root: { handlers: [fileHandler('/dev/full')] },
    onFault: (_, error) => faults.push(error),
  });
  context.after(() => logs.close());
  for (const message of numbered('n', 3)) logs.getLogger('test').info(message);
  await logs.flush();
  await logs.close();
  const [full, , lost] = [...faults, faults.at(-1)];
  assert.equal(code(full), 'ENOSPC');
  assert.ok(isWhodidError(lost, 'LOG_LINES_LOST'));
  assert.equal(lost.facts.lines, 3);
});

test('a link is not followed', async (context) => {
  const { folder, path, logger, flush, faults } = openFile(context);
  const elsewhere = join(folder, 'elsewhere');
  writeFileSync(elsewhere, '');
  symlinkSync(elsewhere, path);
  logger.info('hello');
  await flush();
  assert.deepEqual([faults.map(code), readFileSync(elsewhere, 'utf8')], [['ELOOP'], '']);
});

test('after close nothing is written', async (context) => {
  const { folder, logger, close } = openFile(context);
  logger.info('one');
  await close();
  logger.info('two');
  await close();
  assert.deepEqual(messagesOf(linesIn(folder)), ['one']);
});

test('a file that was deleted while it was open is noticed', async (context) => {
  const path = join(logFolder(context), 'app.log');
  const file = new RotatingFile({ path, limitBytes: 1024, backups: 1 });
  context.after(() => file.close());
  await file.ready(1);
  assert.equal(await file.isDeleted(), false);
  rmSync(path);
  assert.equal(await file.isDeleted(), true);
});

test('of a short write, the lines that are not whole are written again', () => {
  const lines = ['one\n', 'two\n', 'three\n'];
  for (const [isWhole, extra] of [
    [true, 0],
    [false, 1],
  ] as const) {
    const bytes = bytesOf(lines, isWhole);
    const after = (written: number) => linesAfter(written + extra, bytes, lines);
    assert.deepEqual(after(0), lines);
    assert.deepEqual(after(3), lines);
    assert.deepEqual(after(4), ['two\n', 'three\n']);
    assert.deepEqual(after(13), ['three\n']);
    assert.deepEqual(after(14), []);
  }
  assert.deepEqual(linesAfter(0, bytesOf(lines, false), lines), lines);
});

test('the files of document 001 have its names, sizes and loggers', async (context) => {
  const folder = join(logFolder(context), 'audit_logs');
  const logs = createLogs(logFiles(folder));
  context.after(() => logs.close());
  logs.getLogger('shop').info('app');
  logs.getLogger('audit.request').api('api');
  logs.getLogger('audit.model').audit('audit');
  logs.getLogger('audit.login').login('login');
  await logs.flush();
  for (const name of ['app', 'api', 'audit', 'login']) {
    assert.deepEqual(messagesOf(linesIn(folder, `${name}.log`)), [name]);
  }
  // The fifth backup of a login.log of 5 MiB is kept, and the sixth is not.
  const line = `${'x'.repeat(1023)}\n`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'login.log'), line.repeat(5 * 1024));
  writeFileSync(join(folder, 'api.log'), line.repeat(5 * 1024));
  for (let number = 1; number <= 6; number += 1)
    writeFileSync(join(folder, `login.log.${number}`), line);
  logs.getLogger('audit.login').login('login');
  logs.getLogger('audit.request').api('api');
  await logs.flush();
  const kept = [3, 4, 5, 6, 7].map((number) => `login.log.${number}`);
  assert.deepEqual(filesOf(folder, 'login.log'), [...kept, 'login.log']);
  assert.deepEqual(filesOf(folder, 'api.log'), ['api.log']);
});

test('a path that is none, and options that are none, are refused', () => {
  const wrong = fileHandler as (path: unknown, options?: unknown) => unknown;
  assert.throws(
    () => wrong(''),
    (error) => isWhodidError(error, 'CONFIG_INVALID'),
  );
  assert.throws(
    () => wrong('a', { limitByte: 5 }),
    /fileHandler.limitByte, did you mean limitBytes/,
  );
  assert.throws(
    () => wrong('a', { backups: 0 }),
    (error) => isWhodidError(error, 'CONFIG_INVALID'),
  );
});

function code(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}
