import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completed, completingAt, fieldCompletions } from '../../src/query/complete.ts';

const at = (query: string): ReturnType<typeof completingAt> => completingAt(query, query.length);

test('a word that is begun may become a field', () => {
  assert.deepEqual(at('out'), { type: 'field', text: 'out', from: 0 });
  assert.deepEqual(at('refund -act'), { type: 'field', text: 'act', from: 8 });
  assert.deepEqual(at('(act'), { type: 'field', text: 'act', from: 1 });
  assert.deepEqual(
    fieldCompletions('act').map(({ insert }) => insert),
    ['actor:', 'actor.id:', 'actor.type:', 'action:'],
  );
});

test('behind a field there are values, behind a comma the next one', () => {
  assert.deepEqual(at('outcome:de'), { type: 'value', field: 'outcome', text: 'de', from: 8 });
  assert.deepEqual(at('Outcome:'), { type: 'value', field: 'outcome', text: '', from: 8 });
  assert.deepEqual(at('-outcome:success,fa'), {
    ...{ type: 'value', field: 'outcome', text: 'fa', from: 17 },
  });
});

test('there is nothing to complete in quotes, behind what is no field, or behind a space', () => {
  for (const query of ['"out', 'actr:ada', 'outcome:denied ', '', '-']) {
    assert.equal(at(query), null, query);
  }
});

test('only what is before the caret counts', () => {
  assert.deepEqual(completingAt('out actor:ada', 3), { type: 'field', text: 'out', from: 0 });
});

test('a field that was taken waits for its value, a value for the next condition', () => {
  const take = (query: string, insert: string) => {
    const completing = at(query);
    assert.ok(completing !== null);
    return completed(query, query.length, completing, { insert, label: '', aside: '' });
  };
  assert.deepEqual(take('-out', 'outcome:'), { query: '-outcome:', caret: 9 });
  assert.deepEqual(take('outcome:de', 'denied'), { query: 'outcome:denied ', caret: 15 });
});
