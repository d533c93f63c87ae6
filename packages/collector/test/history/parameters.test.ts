import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOf } from '../start-collector.ts';
import { all, historyOf, own, startHistories } from './histories.ts';

const noTime = 'must be a time: RFC 3339, a date, 15m, 2h, 7d, today or yesterday';
const noLimit = 'limit must be a whole number from 1 to 100';
const noOffset = 'offset must be a whole number from 0 to 10000; follow next to go further';

// What is refused, the parameter that is named, and how the sentence begins. In both histories.
const refused: readonly (readonly [string, string, string])[] = [
  ['created_time_after=abc', 'created_time_after', `created_time_after ${noTime}`],
  ['created_time_before=abc', 'created_time_before', `created_time_before ${noTime}`],
  ['created_time_after=2025-02-30', 'created_time_after', `created_time_after ${noTime}`],
  ['created_time_before=2025-13-01', 'created_time_before', `created_time_before ${noTime}`],
  ['created_time_before=2025-01-31T24:01', 'created_time_before', `created_time_before ${noTime}`],
  [`created_time_after=${'9'.repeat(65)}`, 'created_time_after', 'created_time_after must be text'],
  ['created_time_after="', 'created_time_after', `created_time_after ${noTime}`],
  ['created_time_after=2025-01-01"%20OR%20"', 'created_time_after', `created_time_after ${noTime}`],
  ['created_time_after=%00', 'created_time_after', `created_time_after ${noTime}`],
  [
    'created_time_after=2025-02-01&created_time_before=2025-01-31',
    'created_time_after',
    'created_time_after must be not later than created_time_before',
  ],
  [
    'created_time_after=2025-01-31T12:00:00.001Z&created_time_before=2025-01-31T12:00:00.000Z',
    'created_time_after',
    'created_time_after must be not later than created_time_before',
  ],
  ...['0', '-1', '101', '1e9', '1000000000', '1.5', 'abc', '0x10', '%201', 'NaN', '١'].map(
    (text) => [`limit=${text}`, 'limit', noLimit] as const,
  ),
  ['limit=5&limit=6', 'limit', noLimit],
  ...['-1', '10001', '1e3', 'abc', '99999999999999999999', '0.5'].map(
    (text) => [`offset=${text}`, 'offset', noOffset] as const,
  ),
  // Page 9999 of 100 each.
  ['limit=100&offset=999900', 'offset', noOffset],
  ['format=xml', 'format', 'format must be json'],
  ['ofset=10', 'ofset', 'There is no ofset here, did you mean offset?'],
  ['page=2', 'page', 'There is no page here'],
  ['created_after=2025-01-01', 'created_after', 'There is no created_after here'],
  ['__proto__=1', '__proto__', 'There is no __proto__ here'],
  [`cursor=${'a'.repeat(301)}`, 'cursor', 'cursor must be text of at most 300 characters'],
];

test('what cannot be is 400 and names the parameter, in both histories', async (t) => {
  const { admin, person } = await startHistories(t);
  const ada = await person('ada');
  for (const [query, parameter, detail] of refused) {
    for (const answer of [await ada(`${own}?${query}`), await admin(`${all}?${query}`)]) {
      const problem = await problemOf(answer, 400, 'PARAMETER_INVALID');
      assert.equal(problem.parameter, parameter, query);
      assert.ok(String(problem.detail).startsWith(detail), `${query}: ${problem.detail}`);
    }
  }
});

test('a cursor that nobody gave out is 400', async (t) => {
  const { admin, person } = await startHistories(t);
  const ada = await person('ada');
  const id = '01890000-0000-7000-8000-000000000000';
  const cursors = [
    ...['x', '.', 'm.', 'm.a.', 'm.a.x', 'm.b.1', `m.b.x.${id}`, `m.b.1.${id}x`, 'm.c.1'],
    `m.b.9999999999999999.${id}`,
    `zzzzzzzzzz.b.1.${id}`,
    '%00',
  ];
  for (const cursor of cursors) {
    for (const answer of [
      await ada(`${own}?cursor=${cursor}`),
      await admin(`${all}?cursor=${cursor}`),
    ])
      await problemOf(answer, 400, 'CURSOR_INVALID');
  }
});

test('who and what are the administrator’s to ask for', async (t) => {
  const { admin, person } = await startHistories(t);
  const ada = await person('ada');
  for (const parameter of ['user_id', 'url_name']) {
    const problem = await problemOf(await ada(`${own}?${parameter}=1`), 400, 'PARAMETER_INVALID');
    assert.equal(problem.parameter, parameter);
    const tooLong = await admin(`${all}?${parameter}=${'x'.repeat(1001)}`);
    assert.equal((await problemOf(tooLong, 400, 'PARAMETER_INVALID')).parameter, parameter);
    const two = await admin(`${all}?${parameter}=1&${parameter}=2`);
    assert.equal((await problemOf(two, 400, 'PARAMETER_INVALID')).parameter, parameter);
  }
});

test('hostile ids and names are an empty list', async (t) => {
  const { admin, post } = await startHistories(t, { store: null });
  await post([{ user: 'ada', name: 'orders', at: 1 }]);
  const hostile = [
    ...['"', "'", '""', '\\', '/', '../ada', 'ada/', 'ada"', "ada' OR '1'='1", 'ada*', '*', 'a.a'],
    ...['%', '_', 'ada OR actor:ada', 'me', 'anonymous', '\u0000', 'ada\u0000', '🦉', '\ud800'],
    ...['{"$ne":null}', '[redacted]', '__proto__', 'constructor', ' ada', 'ada ', 'ADA', 'Ada'],
  ];
  for (const text of hostile) {
    const value = encodeURIComponent(text.toWellFormed());
    for (const query of [`user_id=${value}`, `url_name=${value}`]) {
      const { count, next, previous, results } = await historyOf(admin(`${all}?${query}`));
      assert.deepEqual({ count, next, previous, results }, nothing, query);
    }
  }
});

const nothing = { count: 0, next: null, previous: null, results: [] };

test('what is empty is not there, and format=json means nothing', async (t) => {
  const { admin, person, post } = await startHistories(t);
  await post([{ user: 'ada', at: 1 }]);
  const common = 'created_time_after=&created_time_before=&limit=&offset=&cursor=&format=';
  const ada = await person('ada');
  assert.equal((await historyOf(ada(`${own}?${common}json`))).count, 1);
  assert.equal((await historyOf(admin(`${all}?${common}&user_id=&url_name=`))).count, 1);
});

test('the most results of a page are those of the option', async (t) => {
  const { admin, person, post } = await startHistories(t, { history: { limit: 3 } });
  await post(Array.from({ length: 5 }, (_, at) => ({ user: 'ada', at })));
  const ada = await person('ada');
  const [mine, everybodys] = [await historyOf(ada(own)), await historyOf(admin(all))];
  assert.deepEqual([mine.results.length, mine.count], [3, 5]);
  assert.deepEqual([everybodys.results.length, everybodys.count], [3, 5]);
  assert.equal((await historyOf(ada(`${own}?limit=2`))).results.length, 2);
  const problem = await problemOf(await ada(`${own}?limit=4`), 400, 'PARAMETER_INVALID');
  assert.equal(problem.detail, 'limit must be a whole number from 1 to 3');
});

// Scenario 5, in UTC.
test('a date before which is a whole day; a time is that time', async (t) => {
  const { person, post } = await startHistories(t, { store: null });
  const times = [
    '2025-01-30T23:59:59.999Z',
    '2025-01-31T00:00:00.000Z',
    '2025-01-31T23:59:59.999Z',
    '2025-02-01T00:00:00.000Z',
  ];
  await post(times.map((time) => ({ user: 'ada', at: Date.parse(time) })));
  const ada = await person('ada');
  const seen = async (query: string): Promise<readonly string[]> =>
    (await historyOf(ada(`${own}?${query}`))).results.map(({ created_time }) => created_time);
  const [before, first, last, after] = times;
  assert.deepEqual(await seen('created_time_before=2025-01-31'), [last, first, before]);
  assert.deepEqual(await seen('created_time_after=2025-01-31'), [after, last, first]);
  const day = 'created_time_after=2025-01-31&created_time_before=2025-01-31';
  assert.deepEqual(await seen(day), [last, first]);
  assert.deepEqual(await seen('created_time_after=2025-02-01T00:00:00.000Z'), [after]);
  assert.deepEqual(await seen(`created_time_before=${first}`), [first, before]);
  // An offset, with its plus sign as addresses have it.
  assert.deepEqual(await seen('created_time_before=2025-01-31T00:59:59.999%2B01:00'), [before]);
  assert.deepEqual(await seen('created_time_after=2025-03-01'), []);
});
