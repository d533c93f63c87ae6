import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { Problem } from '../../src/problem/problem.ts';
import { strictObject } from '../../src/problem/strict-object.ts';
import { validateRequest } from '../../src/problem/validate-request.ts';

// Schemas that say nothing themselves of what they want.
const schema = strictObject({
  flag: z.boolean(),
  name: z.string().min(2).max(3).optional(),
  count: z.int().min(1).max(9).optional(),
  word: z.enum(['x', 'y']).optional(),
  yes: z.literal(true).optional(),
  list: z
    .array(strictObject({ id: z.string() }))
    .max(2)
    .optional(),
  plain: z.strictObject({ id: z.string() }).optional(),
  either: z.union([z.string(), strictObject({ depth: z.int() })]).optional(),
  at: z.iso.datetime().optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

const rows: readonly (readonly [sent: unknown, path: string, detail: string])[] = [
  [{}, 'flag', 'flag must be true or false'],
  [{ flag: 'yes' }, 'flag', 'flag must be true or false'],
  [7, '', 'The body must be a JSON object'],
  [null, '', 'The body must be a JSON object'],
  [[], '', 'The body must be a JSON object'],
  [{ flag: true, name: 7 }, 'name', 'name must be text'],
  [{ flag: true, name: 'x' }, 'name', 'name must be text of at least 2 characters'],
  [{ flag: true, name: 'xxxx' }, 'name', 'name must be text of at most 3 characters'],
  [{ flag: true, count: 0 }, 'count', 'count must be at least 1'],
  [{ flag: true, count: 10 }, 'count', 'count must be at most 9'],
  [{ flag: true, count: 1.5 }, 'count', 'count must be a whole number'],
  [{ flag: true, count: '5' }, 'count', 'count must be a number'],
  [{ flag: true, word: 'z' }, 'word', 'word must be one of x, y'],
  [{ flag: true, yes: false }, 'yes', 'yes must be true'],
  [{ flag: true, list: 'x' }, 'list', 'list must be a list'],
  [{ flag: true, list: [{ id: 'a' }, {}] }, 'list[1].id', 'list[1].id must be text'],
  [{ flag: true, list: [1, 2, 3] }, 'list', 'list must be a list of at most 2'],
  [
    { flag: true, list: [{ id: 'a', ide: 1 }] },
    'list[0].ide',
    'There is no ide here, did you mean id?',
  ],
  [{ flag: true, plain: { id: 'a', more: 1 } }, 'plain.more', 'There is no more here'],
  [{ flag: true, either: { depth: 'x' } }, 'either.depth', 'either.depth must be a number'],
  [{ flag: true, either: 7 }, 'either', 'either must be text or a JSON object'],
  [{ flag: true, at: 'soon' }, 'at', 'at must be a time as in RFC 3339'],
  [{ flag: true, labels: { a: 7 } }, 'labels.a', 'labels.a must be text'],
  [{ flag: true, flags: 1 }, 'flags', 'There is no flags here, did you mean flag?'],
];

const validate = validateRequest({ schema, method: 'POST', url: '/', httpPart: 'body' });

for (const [sent, path, detail] of rows) {
  test(`a body ${JSON.stringify(sent)} is told as: ${detail}`, () => {
    const { error } = validate(sent) as { error: Problem };
    assert.ok(error instanceof Problem);
    const body = error.body();
    assert.deepEqual([body.code, body.path, body.detail], ['BODY_INVALID', path, detail]);
  });
}

test('of a parameter the fact is called parameter', () => {
  const query = validateRequest({ schema, method: 'GET', url: '/', httpPart: 'querystring' });
  const { error } = query({ flag: 'yes' }) as { error: Problem };
  const { code, parameter, wanted } = error.body();
  assert.deepEqual([code, parameter, wanted], ['PARAMETER_INVALID', 'flag', 'true or false']);
});

test('names that were made up are cut, and values are never quoted', () => {
  const long = 'x'.repeat(100_000);
  for (const sent of [
    { flag: true, [long]: 1 },
    { flag: true, labels: { [long]: 7 } },
  ]) {
    const text = JSON.stringify((validate(sent) as { error: Problem }).error.body());
    assert.ok(text.length < 1000, String(text.length));
  }
  const secret = 'hunter2-hunter2';
  for (const field of ['flag', 'name', 'count', 'word', 'yes', 'list', 'plain', 'at', 'labels']) {
    const { error } = validate({ flag: true, [field]: secret }) as { error: Problem };
    assert.equal(JSON.stringify(error.body()).includes(secret), false, field);
  }
});

test('what fits comes through with its defaults', () => {
  const withDefault = strictObject({ limit: z.coerce.number().default(5) });
  const part = { method: 'GET', url: '/', httpPart: 'querystring' };
  assert.deepEqual(validateRequest({ schema: withDefault, ...part })({}), { value: { limit: 5 } });
});
