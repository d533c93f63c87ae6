import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStore } from '@whodid/store';
import fc from 'fast-check';
import { Problem } from '../../src/problem/problem.ts';
import { stages } from '../../src/triage/stage.ts';
import { type Change, type Standing, standingAfter } from '../../src/triage/standing.ts';
import { movingClock } from '../moving-clock.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { callerNamed, openTriage } from './open-triage.ts';

const ada = callerNamed('ada');
const bob = callerNamed('bob');

/** The standing after a move, or the code of the problem. */
async function outcomeOf(move: Promise<unknown>): Promise<unknown> {
  try {
    return await move;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

const change: fc.Arbitrary<Change> = fc.record(
  {
    stage: fc.constantFrom(...stages),
    assignee: fc.option(fc.constantFrom('ada', 'bob')),
    note: fc.string({ minLength: 1, unit: 'grapheme', maxLength: 20 }),
    revision: fc.nat({ max: 6 }),
  },
  { requiredKeys: ['note'] },
);

const beginning: Standing = { stage: 'PENDING', assignee: null, revision: 0 };

/** What a change should lead to, said once more in other words: a standing, or the code of a problem. */
function expectedOf(before: Standing, { stage, assignee, revision }: Change): Standing | string {
  if (revision !== undefined && revision !== before.revision) return 'REVISION_CONFLICT';
  const step = `${before.stage}>${stage ?? ''}`;
  if (stage !== undefined && step !== 'PENDING>IN_PROGRESS' && step !== 'IN_PROGRESS>DONE') {
    return 'STAGE_CONFLICT';
  }
  return {
    stage: stage ?? before.stage,
    assignee: assignee === undefined ? before.assignee : assignee,
    revision: before.revision + 1,
  };
}

test('any sequence of changes keeps the state machine, and every note', async () => {
  const sequence = fc.array(change, { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(sequence, async (changes) => {
      const clock = movingClock();
      const { triage, entry, recorded, store } = openTriage(undefined, clock);
      const triaged = await entry();
      const reached: Standing[] = [beginning];
      for (const [at, wanted] of changes.entries()) {
        // Forward, not at all, and back.
        clock.move([1, 0, -5][at % 3] ?? 0);
        const expected = expectedOf(reached.at(-1) ?? beginning, wanted);
        assert.deepEqual(await outcomeOf(triage.move(triaged, wanted, ada)), expected);
        if (typeof expected === 'object') reached.push(expected);
      }
      const moves = await triage.moves(triaged);
      assert.deepEqual([beginning, ...moves.map(standingAfter)], reached);
      assert.deepEqual(
        moves.map(({ from }) => from),
        reached.slice(0, -1).map(({ stage }) => stage),
      );
      const all = await recorded(triaged);
      const refused = all.filter(({ outcome }) => outcome === 'denied');
      assert.equal(refused.length, changes.length - moves.length);
      const notes = all.map(({ data }) => (data as { readonly note: string }).note);
      assert.deepEqual(notes.sort(), changes.map(({ note }) => note).sort());
      await store.close();
    }),
    { numRuns: 150 },
  );
});

// Both at the same instant, with the same words: nothing but the store tells them apart.
test('of simultaneous moves of two collectors exactly one wins, and no note is lost', async () => {
  const many = fc.array(change, { minLength: 2, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(many, async (changes) => {
      const { triage, other, entry, recorded, store } = openTriage();
      const triaged = await entry();
      const outcomes = await Promise.all(
        changes.map((wanted, at) =>
          outcomeOf((at % 2 === 0 ? triage : other).move(triaged, wanted, at % 3 ? ada : bob)),
        ),
      );
      const won = outcomes.filter((outcome) => typeof outcome !== 'string');
      const moves = await other.moves(triaged);
      assert.equal(moves.length, won.length);
      const reached = moves.filter(({ from, to }) => from !== to).map(({ to }) => to);
      assert.deepEqual(reached, ['IN_PROGRESS', 'DONE'].slice(0, reached.length));
      for (const [at, { stage, revision }] of changes.entries()) {
        const free = stage === undefined && revision === undefined;
        if (free) assert.equal(typeof outcomes[at], 'object', 'a note was refused');
      }
      assert.equal((await recorded(triaged)).length, changes.length);
      await store.close();
    }),
    { numRuns: 150 },
  );
});

test('the same in SQLite: of two the same moves one is stored, and the other is refused', async (t) => {
  const store = await openStore(`sqlite:${temporaryDirectory(t)}`);
  t.after(() => store.close());
  const { triage, other, entry, recorded } = openTriage(store);
  for (let round = 0; round < 10; round += 1) {
    const triaged = await entry();
    const wanted = { stage: 'IN_PROGRESS', note: 'mine' } as const;
    const outcomes = await Promise.all([
      outcomeOf(triage.move(triaged, wanted, ada)),
      outcomeOf(other.move(triaged, wanted, ada)),
      outcomeOf(triage.move(triaged, wanted, ada)),
    ]);
    assert.deepEqual(outcomes.filter((outcome) => typeof outcome === 'string').sort(), [
      'STAGE_CONFLICT',
      'STAGE_CONFLICT',
    ]);
    const fates = (await recorded(triaged)).map(({ outcome }) => outcome).sort();
    assert.deepEqual(fates, ['denied', 'denied', 'success']);
  }
});

test('fifty notes at once are all there, in an order', async () => {
  const { triage, other, entry } = openTriage();
  const triaged = await entry();
  const notes = Array.from({ length: 50 }, (_, at) => `note ${at}`);
  await Promise.all(
    notes.map((note, at) => (at % 2 === 0 ? triage : other).move(triaged, { note }, ada)),
  );
  const moves = await triage.moves(triaged);
  assert.deepEqual(moves.map(({ note }) => note).sort(), notes.sort());
  assert.deepEqual(
    moves.map(({ revision }) => revision),
    notes.map((_, at) => at + 1),
  );
});

test('a clock that is set back does not hide the last move', async () => {
  const clock = movingClock();
  const { triage, entry } = openTriage(undefined, clock);
  const triaged = await entry();
  for (let at = 0; at < 600; at += 1) {
    clock.move(1);
    await triage.move(triaged, { note: `note ${at}` }, ada);
  }
  clock.move(-60_000);
  await triage.move(triaged, { stage: 'IN_PROGRESS' }, ada);
  const moves = await triage.moves(triaged);
  assert.deepEqual([moves.at(-1)?.revision, moves.at(-1)?.to], [601, 'IN_PROGRESS']);
  assert.equal(
    await outcomeOf(triage.move(triaged, { stage: 'IN_PROGRESS' }, ada)),
    'STAGE_CONFLICT',
  );
});

test('an entry of the same id in another tenant has a triage of its own', async () => {
  const { triage, entry } = openTriage();
  const triaged = await entry();
  await triage.move(triaged, { stage: 'IN_PROGRESS' }, ada);
  assert.deepEqual(await triage.moves({ ...triaged, tenant: 'acme' }), []);
});

test('a text that would be cut is refused, since a note must not be lost', async () => {
  const { triage, entry } = openTriage();
  const triaged = await entry();
  const fits = '漢'.repeat(2730);
  await triage.move(triaged, { note: fits }, ada);
  assert.equal((await triage.moves(triaged))[0]?.note, fits);
  assert.equal(await outcomeOf(triage.move(triaged, { note: `${fits}漢` }, ada)), 'BODY_INVALID');
  assert.equal((await triage.moves(triaged)).length, 1);
});
