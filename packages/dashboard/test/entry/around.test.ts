import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aroundOf, nearest } from '../../src/entry/around.ts';
import { sampleEntry } from '../fixtures/sample-entry.ts';

test('one can look around an entry as far as it tells', () => {
  const user = { type: 'user', id: 'u_1' } as const;
  const nobody = { type: 'anonymous', id: 'anonymous' } as const;
  const ambient = { requestId: 'r 1', sessionId: 's_1' };
  const keys = (part: object): readonly string[] =>
    aroundOf(sampleEntry(part)).map(({ key, query }) => `${key} ${query}`);
  assert.deepEqual(keys({ actor: user, ambient }), [
    'request request:"r 1"',
    'session session:s_1',
    'person actor.type:user actor.id:u_1',
  ]);
  assert.deepEqual(keys({ actor: nobody, ambient: { requestId: 'r' } }), ['request request:r']);
  assert.deepEqual(keys({ actor: nobody, ambient: {} }), []);
});

test('the nearest are five before and five after', () => {
  const entries = Array.from({ length: 30 }, (_, at) => sampleEntry({ id: String(at) }));
  const ids = (id: string): readonly string[] => nearest(entries, { id }).map((one) => one.id);
  assert.deepEqual(ids('10'), ['5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15']);
  assert.deepEqual(ids('0'), ['0', '1', '2', '3', '4', '5']);
  assert.equal(ids('gone').length, 11);
});
