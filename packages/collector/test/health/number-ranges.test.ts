import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NumberRanges } from '../../src/health/number-ranges.ts';

function missing(ranges: NumberRanges): readonly number[] {
  return ranges.holes.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, at) => first + at),
  );
}

test('what is missing is exactly what lies between the numbers that were seen, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (numbers) => {
      const ranges = new NumberRanges();
      for (const number of numbers) ranges.see(number, 0);
      const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
      const all = Array.from({ length: high - low + 1 }, (_, at) => low + at);
      const expected = all.filter((number) => !numbers.includes(number));
      assert.deepEqual(missing(ranges), expected);
      assert.equal(ranges.last, high);
    }),
  );
});

test('a hole says since when it is there, also after a part of it has come', () => {
  const ranges = new NumberRanges();
  ranges.see(10, 100);
  ranges.see(20, 200);
  ranges.see(15, 300);
  assert.deepEqual(ranges.holes, [
    { first: 11, last: 14, since: 200 },
    { first: 16, last: 19, since: 200 },
  ]);
});

test('whoever numbers at random does not fill the memory', () => {
  const ranges = new NumberRanges();
  for (let number = 1; number < 10_000; number += 2) ranges.see(number, 0);
  assert.equal(ranges.holes.length, 1000);
  assert.equal(ranges.holes.at(-1)?.last, 9998);
});
