import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { onceReady } from '../../src/exchange/once-ready.ts';

const recorder = { hold: () => {}, fault: () => {} };

test('runs once it is ready, also if that failed', async () => {
  const ran: string[] = [];
  const late = Promise.withResolvers<void>();
  onceReady(recorder, Promise.resolve(), () => ran.push('ready'));
  onceReady(recorder, Promise.reject(new Error()), () => ran.push('failed'));
  onceReady(recorder, late.promise, () => ran.push('late'));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(ran, ['ready', 'failed']);
  late.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(ran, ['ready', 'failed', 'late']);
});

test('what never gets ready runs when the process exits, once', () => {
  const module = new URL('../../src/exchange/once-ready.ts', import.meta.url).href;
  const script = `
    const { onceReady } = await import(${JSON.stringify(module)});
    onceReady({ hold() {} }, new Promise(() => {}), () => console.log('ran'));
    onceReady({ hold() {} }, Promise.resolve(), () => console.log('early'));
    setTimeout(() => process.exit(3), 20);`;
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--conditions=whodid-source', '--input-type=module', '-e', script],
    { encoding: 'utf8' },
  );
  assert.deepEqual([stdout, status], ['early\nran\n', 3]);
});

test('what it throws is a fault, and no rejection that ends the process', async () => {
  const faults: string[] = [];
  const fail = (): never => {
    throw new Error();
  };
  const telling = { ...recorder, fault: (where: string) => void faults.push(where) };
  onceReady(telling, Promise.resolve(), fail);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(faults, ['capture.record']);
});
