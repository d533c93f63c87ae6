import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOf, readProblem, unreachable } from '../../src/api/problem.ts';

test('a problem document is read with its place', () => {
  const body = {
    code: 'QUERY_INVALID',
    title: 'T',
    detail: 'D',
    at: 3,
    length: 2,
    suggestion: 's',
  };
  assert.deepEqual(readProblem(400, body), { ...body, statusCode: 400 });
});

test('whatever else a proxy answers is a problem too', () => {
  for (const body of [null, 'no', [], { code: 7, at: '3' }]) {
    const { code, statusCode, title } = readProblem(502, body);
    assert.deepEqual([code, statusCode, title], ['INTERNAL', 502, 'The collector answered 502']);
  }
});

test('no answer has a code of its own', () => {
  assert.equal(problemOf(unreachable(new TypeError('failed'))).code, 'UNREACHABLE');
  assert.equal(problemOf(new TypeError('x is undefined')).code, 'INTERNAL');
});
