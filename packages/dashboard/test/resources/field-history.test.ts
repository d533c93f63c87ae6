import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryFields, Json } from '@whodid/core';
import { type Step, stateAfter, stepsOf } from '../../src/resources/field-history.ts';
import { dice } from '../fixtures/shop-entries.ts';

type Field = Step['fields'][number];

function step(number: number, type: Step['type'], ...fields: readonly Field[]): Step {
  const by = { type: 'user', id: `u_${number}` } as const;
  return { entryId: `e${number}`, at: `2026-11-20T10:0${number}:00.000Z`, by, type, fields };
}

function values(steps: readonly Step[], count: number, hasOlder = false): object {
  const { fields, exists, isExact } = stateAfter(steps, count, hasOlder);
  return {
    exists,
    isExact,
    ...Object.fromEntries(fields.map(({ name, value, setBy }) => [name, [value, setBy?.entryId]])),
  };
}

const life = [
  step(1, 'CREATE', { name: 'state', new: 'new' }, { name: 'total', new: 49 }),
  step(2, 'UPDATE', { name: 'state', old: 'new', new: 'paid' }),
  step(3, 'UPDATE', { name: 'note', new: 'gift' }),
  step(4, 'DELETE', { name: 'state', old: 'paid' }),
];

test('from its creation on a thing is known exactly, with who set each field', () => {
  assert.deepEqual(values(life, 0), { exists: false, isExact: true });
  assert.deepEqual(values(life, 1), {
    ...{ exists: true, isExact: true },
    ...{ state: ['new', 'e1'], total: [49, 'e1'] },
  });
  assert.deepEqual(values(life, 3), {
    ...{ exists: true, isExact: true },
    ...{ note: ['gift', 'e3'], state: ['paid', 'e2'], total: [49, 'e1'] },
  });
  assert.deepEqual(values(life, 4), { exists: false, isExact: true });
});

test('without its creation, later changes tell what a field was', () => {
  const later = life.slice(1, 3);
  assert.deepEqual(values(later, 0), { exists: true, isExact: false, state: ['new', undefined] });
  assert.deepEqual(values(later, 1), { exists: true, isExact: false, state: ['paid', 'e2'] });
});

test('with older changes that are not loaded nothing is said to be all', () => {
  assert.deepEqual(values(life.slice(1), 0, true), {
    ...{ exists: true, isExact: false },
    state: ['new', undefined],
  });
});

test('what is created again has none of the fields of before', () => {
  const again = [...life, step(5, 'CREATE', { name: 'state', new: 'new' })];
  assert.deepEqual(values(again, 5), { exists: true, isExact: true, state: ['new', 'e5'] });
  assert.deepEqual(values(again, 2), {
    ...{ exists: true, isExact: true },
    ...{ state: ['paid', 'e2'], total: [49, 'e1'] },
  });
});

test('what failed, was denied or was only announced has changed nothing', () => {
  const entry = (id: string, part: object): EntryFields =>
    ({
      ...{ id, occurredAt: '2026-11-20T10:00:00.000Z', outcome: 'success' },
      change: { type: 'UPDATE', model: 'Order', fields: [] },
      ...part,
    }) as unknown as EntryFields;
  const steps = stepsOf([
    entry('d', { outcome: 'denied' }),
    entry('c', { change: { type: 'PRE_UPDATE', model: 'Order', fields: [] } }),
    entry('b', { change: undefined }),
    entry('a', {}),
    entry('first', {}),
  ]);
  assert.deepEqual(
    steps.map(({ entryId }) => entryId),
    ['first', 'a'],
  );
});

test('whatever happens, a thing is what replaying its changes makes of it', () => {
  const roll = dice(7);
  const names = ['a', 'b', 'c', 'd'];
  for (let round = 0; round < 200; round += 1) {
    const truth: Map<string, Json>[] = [new Map([['a', 0]])];
    const steps = Array.from({ length: 9 }, (_, number) => {
      const now = new Map(truth.at(-1));
      const fields = names
        .filter(() => roll() < 0.4)
        .map((name): Field => {
          const old = now.get(name);
          const value = roll() < 0.2 ? undefined : Math.floor(roll() * 100);
          if (value === undefined) now.delete(name);
          else now.set(name, value);
          return {
            name,
            ...(old === undefined ? {} : { old }),
            ...(value === undefined ? {} : { new: value }),
          };
        });
      truth.push(now);
      return step(number, 'UPDATE', ...fields);
    });
    for (const [count, expected] of truth.entries()) {
      const { fields } = stateAfter(steps, count, true);
      for (const { name, value } of fields) assert.equal(value, expected.get(name));
      // Whatever is missing was never changed.
      const changed = new Set(steps.flatMap((one) => one.fields.map(({ name }) => name)));
      const shown = new Set(fields.map(({ name }) => name));
      for (const name of expected.keys()) assert.equal(shown.has(name), changed.has(name));
    }
  }
});
