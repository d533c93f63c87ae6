import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualTimes } from '../../src/people/usual-times.ts';

function week(days: readonly number[], from: number, to: number): number[][] {
  return Array.from({ length: 7 }, (_, day) =>
    Array.from({ length: 24 }, (__, hour) =>
      days.includes(day) && hour >= from && hour < to ? 10 : 0,
    ),
  );
}

test('office hours are told as such', () => {
  assert.equal(
    usualTimes(week([0, 1, 2, 3, 4], 8, 18)),
    'Mostly Mondays to Fridays, from 08:00 to 18:00',
  );
});

test('single days are named, and every day is every day', () => {
  assert.equal(usualTimes(week([1, 5], 0, 24)), 'Mostly Tuesdays, Saturdays, from 00:00 to 24:00');
  assert.equal(
    usualTimes(week([0, 1, 2, 3, 4, 5, 6], 9, 10)),
    'Mostly every day, from 09:00 to 10:00',
  );
});

test('one entry at night is not what is usual', () => {
  const hours = week([0, 1, 2, 3, 4], 8, 18);
  hours[6]?.splice(3, 1, 1);
  assert.equal(usualTimes(hours), 'Mostly Mondays to Fridays, from 08:00 to 18:00');
});

test('nothing is told as nothing', () => {
  assert.equal(usualTimes(week([], 0, 0)), 'Nothing in the last four weeks');
});
