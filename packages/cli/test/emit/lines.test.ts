import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineGroups } from '../../src/emit/lines.ts';

test('lines are counted from 1, empty ones included and left out', async () => {
  assert.deepEqual(await linesOf(['{"a":1}\n\n', '{"b"', ':2}\r\n{"c":3}']), [
    [1, '{"a":1}'],
    [3, '{"b":2}\r'],
    [4, '{"c":3}'],
  ]);
});

test('a character whose bytes come in two pieces is one character', async () => {
  const bytes = Buffer.from('"é"\n');
  assert.deepEqual(await linesOf([bytes.subarray(0, 2), bytes.subarray(2)]), [[1, '"é"']]);
});

test('what has arrived is handed on without waiting for more', async () => {
  const groups = lineGroups(onceThenNever('{"a":1}\n'));
  const first = await groups.next();
  assert.deepEqual(first.value, [{ number: 1, text: '{"a":1}' }]);
});

test('a line that is too long is told by its number, and the next one is read', async () => {
  const piece = 'x'.repeat(1024 * 1024);
  const pieces = [...Array.from({ length: 10 }, () => piece), '\n{"b":2}\n'];
  assert.deepEqual(await linesOf(pieces), [
    [1, null],
    [2, '{"b":2}'],
  ]);
});

async function linesOf(chunks: readonly (string | Uint8Array)[]): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const group of lineGroups(each(chunks))) {
    for (const { number, text } of group) lines.push([number, text]);
  }
  return lines;
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function* onceThenNever(text: string): AsyncGenerator<string> {
  yield text;
  await new Promise(() => {});
}
