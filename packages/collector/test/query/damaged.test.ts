// What was altered on disk behind the collector's back: nothing of it is shown, and nothing is hidden.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { entryPage } from '../../src/openapi/schemas.ts';
import { aRequest } from '../history/a-request.ts';
import { all, historyOf, own } from '../history/histories.ts';
import { json, onDisk, pageOf, problemOf, receiptsOf, startCollector } from '../start-collector.ts';

test('lists go on around a damaged entry, and name it', async (t) => {
  const { as, dataDir } = await startCollector(t, onDisk);
  const [writer, reader, person] = [await as(['ingest']), await as(['read']), await as(['own'])];
  const ids: (string | null)[] = [];
  for (let at = 0; at < 4; at += 1) {
    const posted = await writer('/v1/entries', json(aRequest({ user: 'own', at })));
    ids.push((await receiptsOf(posted))[0]?.id ?? null);
  }
  const [first, damaged, third, last] = ids;
  const database = new DatabaseSync(join(dataDir, 'store', 'entries.db'), { timeout: 5000 });
  const { n } = database
    .prepare('select n from entry where id = ?')
    .get(Buffer.from(String(damaged).replaceAll('-', ''), 'hex')) as { readonly n: number };
  assert.equal(
    database.prepare('update block set hashes = zeroblob(32) where first = ? and count = 1').run(n)
      .changes,
    1,
  );
  database.close();

  const page = await pageOf(await reader('/v1/entries?q=kind:http.in'));
  assert.deepEqual(
    [page.entries.map(({ id }) => id), (page as { damaged?: unknown }).damaged],
    [[last, third, first], [damaged]],
  );
  entryPage.parse(page);
  const whole = await pageOf(await reader('/v1/entries?q=kind:http.in&limit=2'));
  assert.ok(!('damaged' in whole));
  await problemOf(await reader(`/v1/entries/${damaged}`), 500, 'ENTRY_DAMAGED');

  for (const [ask, path] of [
    [person, own],
    [reader, all],
  ] as const) {
    const history = await historyOf(ask(path));
    assert.deepEqual(
      [history.count, history.results.map(({ id }) => id), history.damaged],
      [4, [last, third, first], [damaged]],
    );
    const two = await historyOf(ask(`${path}?limit=2`));
    const next = await historyOf(ask(String(two.next)));
    assert.deepEqual([two.damaged, next.results.length, next.damaged], [undefined, 1, [damaged]]);
    const back = await historyOf(ask(String(next.previous)));
    assert.equal(back.results[0]?.id, last);
  }
});
