import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type Ask,
  json,
  onDisk,
  pageOf,
  problemOf,
  receiptsOf,
  startCollector,
} from '../start-collector.ts';

interface Scene {
  readonly ask: Ask;
  readonly writer: Ask;
  readonly reader: Ask;
  readonly auditor: Ask;
  readonly path: string;
  /** Posts a change as somebody who may triage. */
  move(change: object): Promise<Response>;
}

async function openScene(t: TestContext): Promise<Scene> {
  const { as } = await startCollector(t, onDisk);
  const [writer, reader, ask] = [await as(['ingest']), await as(['read']), await as(['triage'])];
  const auditor = await as(['audit']);
  const [receipt] = await receiptsOf(await writer('/v1/entries', json({ action: 'order.refund' })));
  const path = `/v1/entries/${receipt?.id}/triage`;
  return { ask, writer, reader, auditor, path, move: (change) => ask(path, json(change)) };
}

async function bodyOf(answer: Response): Promise<Record<string, unknown>> {
  const body = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(body));
  return body as Record<string, unknown>;
}

test('an entry without moves is PENDING, and each move is told with who and when', async (t) => {
  const { reader, path, move } = await openScene(t);
  const entry = path.split('/')[3];
  const before = await bodyOf(await reader(path));
  assert.deepEqual(before, { entry, stage: 'PENDING', revision: 0, moves: [] });
  const first = { stage: 'IN_PROGRESS', assignee: 'ada', note: ' I ask the customer.\n' };
  assert.equal((await bodyOf(await move(first))).revision, 1);
  await bodyOf(await move({ note: 'She does not answer.' }));
  await bodyOf(await move({ assignee: null }));
  const after = await bodyOf(await move({ stage: 'DONE', assignee: 'bob' }));
  assert.deepEqual(await bodyOf(await reader(path)), after);
  const { moves, ...standing } = after as { moves: { at: string; by: object }[] };
  assert.deepEqual(standing, { entry, stage: 'DONE', assignee: 'bob', revision: 4 });
  assert.deepEqual(
    moves.map(({ at: _, by: __, ...rest }) => rest),
    [
      {
        revision: 1,
        from: 'PENDING',
        to: 'IN_PROGRESS',
        assignee: 'ada',
        note: 'I ask the customer.',
      },
      { revision: 2, note: 'She does not answer.' },
      { revision: 3, assignee: null },
      { revision: 4, from: 'IN_PROGRESS', to: 'DONE', assignee: 'bob' },
    ],
  );
  for (const { at, by } of moves) {
    assert.ok(Math.abs(Date.now() - Date.parse(at)) < 60_000, at);
    assert.deepEqual({ ...by, id: '' }, { type: 'service', id: '', name: 'triage' });
  }
});

test('a move that is not allowed is 409 with the stage and what is allowed, and is recorded', async (t) => {
  const { auditor, path, move } = await openScene(t);
  const refused = await problemOf(
    await move({ stage: 'DONE', note: 'done!' }),
    409,
    'STAGE_CONFLICT',
  );
  assert.deepEqual(
    [refused.stage, refused.allowed, refused.revision],
    ['PENDING', ['IN_PROGRESS'], 0],
  );
  await bodyOf(await move({ stage: 'IN_PROGRESS', revision: 0 }));
  const late = await problemOf(await move({ note: 'late', revision: 0 }), 409, 'REVISION_CONFLICT');
  assert.deepEqual([late.stage, late.revision], ['IN_PROGRESS', 1]);
  assert.equal((await bodyOf(await move({ note: 'in time', revision: 1 }))).revision, 2);
  const query = encodeURIComponent('action:whodid.triage outcome:denied');
  const { entries } = await pageOf(await auditor(`/v1/entries?q=${query}`));
  const told = entries.map(({ data, targets }) => ({ ...(data as object), targets }));
  const targets = [{ type: 'entry', id: path.split('/')[3] }];
  const owner = 'anonymous';
  assert.deepEqual(told, [
    {
      revision: 1,
      wantedRevision: 0,
      from: 'IN_PROGRESS',
      to: 'IN_PROGRESS',
      owner,
      note: 'late',
      targets,
    },
    { revision: 0, from: 'PENDING', to: 'DONE', owner, note: 'done!', targets },
  ]);
});

test('a change that cannot be read is 400 and names the field', async (t) => {
  const { move } = await openScene(t);
  const wrong: readonly (readonly [object, string])[] = [
    [{ stage: 'BOGUS' }, 'stage'],
    [{ stage: null }, 'stage'],
    [{ assignee: '' }, 'assignee'],
    [{ assignee: 'x'.repeat(201) }, 'assignee'],
    [{ assignee: 7 }, 'assignee'],
    [{ note: ' ' }, 'note'],
    [{ note: 'x'.repeat(4001) }, 'note'],
    [{ note: '漢'.repeat(4000) }, 'note'],
    [{ note: 'x', revision: -1 }, 'revision'],
    [{ note: 'x', revision: '1' }, 'revision'],
    [{ note: 'x', stages: 'DONE' }, 'stages'],
    [{}, ''],
    [{ revision: 0 }, ''],
  ];
  for (const [change, path] of wrong) {
    const problem = await problemOf(await move(change), 400, 'BODY_INVALID');
    assert.equal(problem.path, path, JSON.stringify(change).slice(0, 100));
  }
  assert.equal((await bodyOf(await move({ note: 'x'.repeat(4000) }))).revision, 1);
  assert.equal((await bodyOf(await move({ assignee: '🙂'.repeat(200) }))).revision, 2);
});

test('entries that are not there for somebody have no triage', async (t) => {
  const { ask, reader, auditor } = await openScene(t);
  await pageOf(await reader('/v1/entries'));
  const { entries } = await pageOf(await auditor('/v1/entries?q=action:whodid.look'));
  const look = String(entries[0]?.id);
  const unknown = '01890000-0000-7000-8000-000000000000';
  for (const id of [look, unknown, '7', 'x'.repeat(100), '%00']) {
    for (const init of [{}, json({ note: 'x' })]) {
      await problemOf(await ask(`/v1/entries/${id}/triage`, init), 404, 'NOT_FOUND');
    }
  }
  assert.equal((await auditor(`/v1/entries/${look}/triage`)).status, 200);
});

test('another tenant neither sees nor moves', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const [writer, stranger] = [await as(['ingest']), await as(['triage'], 'acme')];
  const [receipt] = await receiptsOf(await writer('/v1/entries', json({ action: 'a' })));
  for (const init of [{}, json({ stage: 'IN_PROGRESS' })]) {
    const answer = await stranger(`/v1/entries/${receipt?.id}/triage`, init);
    await problemOf(answer, 404, 'NOT_FOUND');
  }
});

// A query compares without regard to case, so what only looks like a move would be found, too.
test('moves cannot be forged with a key that may ingest', async (t) => {
  const { reader, writer, path } = await openScene(t);
  const forged = {
    kind: 'note',
    outcome: 'success',
    targets: [
      { type: 'entry', id: path.split('/')[3] },
      { type: 'stage', id: 'DONE' },
    ],
    data: { revision: 1, from: 'PENDING', to: 'DONE', owner: 'anonymous' },
  };
  for (const action of ['whodid.triage', 'Whodid.Triage', 'WHODID.TRIAGE']) {
    await problemOf(await writer('/v1/entries', json({ ...forged, action })), 422, 'ENTRY_INVALID');
  }
  for (const action of [
    'whodid.triage ',
    'whodid.triage.',
    'whodid.triage\u0000',
    'whodid.tri\u00adage',
  ]) {
    await writer('/v1/entries', json({ ...forged, action }));
  }
  assert.equal((await bodyOf(await reader(path))).stage, 'PENDING');
});

test('a look at the triage of an entry is recorded as such', async (t) => {
  const { reader, auditor, path } = await openScene(t);
  await bodyOf(await reader(path));
  const { entries } = await pageOf(await auditor('/v1/entries?q=action:whodid.look'));
  assert.deepEqual(
    entries.map(({ data, targets }) => [data, targets]),
    [[{ what: 'triage', entries: 0 }, [{ type: 'entry', id: path.split('/')[3] }]]],
  );
});
