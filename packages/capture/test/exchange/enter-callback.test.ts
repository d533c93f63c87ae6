import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { enterCallback } from '../../src/exchange/enter-callback.ts';
import type { Watched } from '../../src/exchange/watched.ts';
import { startNode } from '../fixtures/child.ts';

test('what is next is called once, inside the ambient where there is one', () => {
  const calls: string[] = [];
  enterCallback(null, () => void calls.push('bare'));
  const enter = (next: () => unknown): unknown => {
    calls.push('enter');
    return next();
  };
  enterCallback({ enter } as unknown as Watched, () => void calls.push('watched'));
  assert.deepEqual(calls, ['bare', 'enter', 'watched']);
});

test('what is thrown at once comes out at once', () => {
  const enter = (next: () => unknown): unknown => next();
  const thrown = new Error('at once');
  assert.throws(
    () =>
      enterCallback({ enter } as unknown as Watched, () => {
        throw thrown;
      }),
    (error) => error === thrown,
  );
});

test('what is thrown after a wait is an uncaught exception, as it would have been', async () => {
  const source = fileURLToPath(import.meta.resolve('../../src/exchange/enter-callback.ts'));
  const script = `
    const { enterCallback } = await import(${JSON.stringify(source)});
    process.on('uncaughtException', (error, origin) => console.log(origin, error.message));
    const enter = async (next) => { await null; next(); };
    enterCallback({ enter }, () => { throw new Error('late'); });
    process.stdin.resume().on('end', () => {});
  `;
  const args = ['--no-warnings', '--experimental-strip-types', '--input-type=module', '-e', script];
  const child = startNode(args, {}, process.cwd());
  const line = await child.firstLine();
  await child.end();
  assert.equal(line, 'uncaughtException late');
});
