import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Ask, json, onDisk, pageOf, problemOf, startCollector } from '../start-collector.ts';

interface View {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly range: string;
  readonly shared: boolean;
  readonly mine: boolean;
}

async function viewsOf(ask: Ask): Promise<readonly View[]> {
  return ((await (await ask('/v1/views')).json()) as { views: View[] }).views;
}

async function saved(ask: Ask, view: object): Promise<View> {
  const answer = await ask('/v1/views', json(view));
  assert.equal(answer.status, 201);
  return (await answer.json()) as View;
}

async function openScene(t: TestContext): Promise<readonly [Ask, Ask, Ask]> {
  const { as } = await startCollector(t, onDisk);
  return [await as(['read']), await as(['read', 'triage']), await as(['admin'])];
}

const refunds = { name: 'Refunds', query: 'action:order.refund', range: '7d' };

test('a view is there for whoever saved it, and for others once it is shared', async (t) => {
  const [ada, bob] = await openScene(t);
  const view = await saved(ada, refunds);
  assert.deepEqual([view.shared, view.mine], [false, true]);
  assert.deepEqual(await viewsOf(ada), [view]);
  assert.deepEqual(await viewsOf(bob), []);
  const put = { ...json({ ...refunds, shared: true }), method: 'PUT' };
  assert.equal((await ada(`/v1/views/${view.id}`, put)).status, 200);
  const [shared] = await viewsOf(bob);
  assert.deepEqual([shared?.id, shared?.mine, shared?.query], [view.id, false, refunds.query]);
});

test('what one does not see is not there, and what is not one’s own cannot be changed', async (t) => {
  const [ada, bob, root] = await openScene(t);
  const { id } = await saved(ada, refunds);
  const put = { ...json({ name: 'Mine now' }), method: 'PUT' };
  await problemOf(await bob(`/v1/views/${id}`, put), 404, 'NOT_FOUND');
  const shared = await saved(ada, { ...refunds, shared: true });
  await problemOf(await bob(`/v1/views/${shared.id}`, put), 403, 'FORBIDDEN');
  await problemOf(await bob(`/v1/views/${shared.id}`, { method: 'DELETE' }), 403, 'FORBIDDEN');
  assert.equal((await root(`/v1/views/${shared.id}`, { method: 'DELETE' })).status, 204);
  assert.deepEqual(
    (await viewsOf(ada)).map((view) => view.id),
    [id],
  );
});

test('views are there after a restart', async (t) => {
  const first = await startCollector(t, onDisk);
  await saved(await first.as(['admin']), { ...refunds, shared: true });
  await first.collector.close();
  const again = await startCollector(t, { ...onDisk, dataDir: first.dataDir });
  assert.equal((await viewsOf(await again.as(['read'])))[0]?.name, 'Refunds');
});

test('saving and deleting are recorded', async (t) => {
  const [ada] = await openScene(t);
  const { id } = await saved(ada, refunds);
  await ada(`/v1/views/${id}`, { method: 'DELETE' });
  const { entries } = await pageOf(await ada('/v1/entries?q=action:whodid.view.'));
  assert.deepEqual(
    entries.map(({ action }) => action),
    ['whodid.view.delete', 'whodid.view.save'],
  );
});

test('a tenant has at most 500', async (t) => {
  const [ada] = await openScene(t);
  for (let number = 0; number < 500; number += 1) await saved(ada, refunds);
  await problemOf(await ada('/v1/views', json(refunds)), 409, 'VIEWS_FULL');
});

test('a view without a name is refused', async (t) => {
  const [ada] = await openScene(t);
  await problemOf(await ada('/v1/views', json({ query: 'x' })), 400, 'BODY_INVALID');
});
