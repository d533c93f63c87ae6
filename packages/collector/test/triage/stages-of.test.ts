import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStore, type Store } from '@whodid/store';
import { stagesOf } from '../../src/triage/stages-of.ts';
import { movingClock } from '../moving-clock.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { callerNamed, openTriage } from './open-triage.ts';

const ada = callerNamed('ada');

test('the stages of a page take one query for 250 entries, however many moves they have', async (t) => {
  const store = await openStore(`sqlite:${temporaryDirectory(t)}`);
  t.after(() => store.close());
  const { triage, entry } = openTriage(store);
  const triaged = await Promise.all(Array.from({ length: 501 }, entry));
  const [first, second, third, refused] = triaged;
  assert.ok(first && second && third && refused);
  await triage.move(first, { stage: 'IN_PROGRESS' }, ada);
  await triage.move(second, { stage: 'IN_PROGRESS' }, ada);
  await triage.move(second, { stage: 'DONE' }, ada);
  await Promise.all(
    triaged.slice(2).map((one) => triage.move(one, { note: 'a note', assignee: 'bob' }, ada)),
  );
  await assert.rejects(triage.move(refused, { stage: 'DONE' }, ada));
  for (let at = 0; at < 30; at += 1) await triage.move(first, { note: `note ${at}` }, ada);

  let queries = 0;
  const counted: Store = {
    ...store,
    list: (request) => {
      queries += 1;
      return store.list(request);
    },
  };
  const ids = triaged.map(({ id }) => id);
  const stages = await stagesOf(counted, 'default', ids);
  assert.equal(queries, 3);
  assert.deepEqual(
    [first, second, third, refused].map(({ id }) => stages.get(id)),
    ['IN_PROGRESS', 'DONE', 'PENDING', 'PENDING'],
  );
  assert.deepEqual([...stages.keys()], ids);
  assert.deepEqual([...(await stagesOf(counted, 'default', []))], []);
  assert.equal(queries, 3);
  const elsewhere = await stagesOf(store, 'acme', [second.id]);
  assert.equal(elsewhere.get(second.id), 'PENDING');
});

test('a full page of entries that are all done still fits', async () => {
  const { store, triage, entry } = openTriage();
  const triaged = await Promise.all(Array.from({ length: 250 }, entry));
  for (const stage of ['IN_PROGRESS', 'DONE'] as const) {
    await Promise.all(triaged.map((one) => triage.move(one, { stage }, ada)));
  }
  const stages = await stagesOf(
    store,
    'default',
    triaged.map(({ id }) => id),
  );
  assert.ok([...stages.values()].every((stage) => stage === 'DONE'));
});

test('notes do not push the moves of others off the page', async () => {
  const clock = movingClock();
  const { store, triage, entry } = openTriage(undefined, clock);
  const [moved, noted] = [await entry(), await entry()];
  await triage.move(moved, { stage: 'IN_PROGRESS' }, ada);
  for (let at = 0; at < 501; at += 1) {
    clock.move(1);
    await triage.move(noted, { note: `note ${at}` }, ada);
  }
  const stages = await stagesOf(store, 'default', [moved.id, noted.id]);
  assert.deepEqual([...stages.values()], ['IN_PROGRESS', 'PENDING']);
});
