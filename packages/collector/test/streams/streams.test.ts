import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { defaultStreams } from '@whodid/core/stream';
import {
  type Ask,
  json,
  ndjson,
  onDisk,
  pageOf,
  problemOf,
  receiptsOf,
  type Started,
  startCollector,
} from '../start-collector.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

interface Info {
  readonly name: string;
  readonly formerNames: readonly string[];
  readonly declared: boolean;
  readonly removed: boolean;
  readonly entries: number;
  readonly lastAt?: string;
}

async function listOf(ask: Ask, all = false): Promise<readonly Info[]> {
  const answer = await ask(`/v1/streams${all ? '?removed=true' : ''}`);
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { streams: readonly Info[] }).streams;
}

async function scene(t: TestContext, options: Parameters<typeof startCollector>[1] = {}) {
  const started: Started = await startCollector(t, options);
  const [admin, ingest] = await Promise.all([started.as(['admin']), started.as(['ingest'])]);
  const send = async (...streams: readonly string[]) => {
    const entries = streams.map((stream) => ({ action: 'a.b', kind: 'note', stream }));
    for (const { fate } of await receiptsOf(await ingest('/v1/entries', ndjson(...entries)))) {
      assert.equal(fate, 'stored');
    }
  };
  const change = (method: string, path: string, body?: unknown) =>
    admin(path, { ...(body === undefined ? {} : json(body)), method });
  const namesFor = async (q: string) => {
    const page = await pageOf(await admin(`/v1/entries?q=${encodeURIComponent(q)}`));
    return page.entries.map(({ stream }) => stream).toSorted();
  };
  return { ...started, admin, send, change, namesFor };
}

test('scenario 25: a stream that nobody declared works at once and is listed, with how many and when', async (t) => {
  const { admin, send } = await scene(t, onDisk);
  await send('PAYMENTS', 'INFO', 'PAYMENTS', 'payments', '\u00df');
  const streams = await listOf(admin);
  const names = streams.map(({ name }) => name);
  assert.deepEqual(names, [...defaultStreams, 'PAYMENTS', '\u00df']);
  const payments = streams.find(({ name }) => name === 'PAYMENTS');
  assert.deepEqual(
    { ...payments, lastAt: undefined },
    {
      ...{ name: 'PAYMENTS', formerNames: [], declared: false, removed: false },
      ...{ entries: 3, lastAt: undefined },
    },
  );
  const age = Date.now() - Date.parse(payments?.lastAt ?? '');
  assert.ok(age >= 0 && age < 60_000);
  const empty = streams.find(({ name }) => name === 'DEBUG');
  assert.equal(empty?.entries, 0);
  assert.equal(empty?.declared, true);
  assert.equal('lastAt' in (empty ?? {}), false);
});

test('scenario 25: INTERNAL can be neither removed nor renamed, nor can its name be taken', async (t) => {
  const { admin, change } = await scene(t);
  await problemOf(await change('DELETE', '/v1/streams/internal'), 409, 'STREAM_CONFLICT');
  const rename = { name: 'MINE' };
  await problemOf(await change('PATCH', '/v1/streams/INTERNAL', rename), 409, 'STREAM_CONFLICT');
  const take = await change('PATCH', '/v1/streams/INFO', { name: 'Internal' });
  await problemOf(take, 409, 'STREAM_CONFLICT');
  assert.ok((await listOf(admin)).some(({ name }) => name === 'INTERNAL'));
});

test('a renamed stream keeps its entries: the new name finds the old ones', async (t) => {
  const { admin, send, change, namesFor } = await scene(t, onDisk);
  await send('MONEY', 'OTHER');
  const answer = await change('PATCH', '/v1/streams/money', { name: 'payments' });
  assert.equal(answer.status, 200);
  await send('PAYMENTS', 'MONEY');
  assert.deepEqual(await namesFor('stream:payments'), ['MONEY', 'MONEY', 'PAYMENTS']);
  assert.deepEqual(await namesFor('stream:pay*'), ['MONEY', 'MONEY', 'PAYMENTS']);
  assert.deepEqual(await namesFor('kind:note -stream:payments stream:*'), ['OTHER']);
  // The old one finds what bears it, as before.
  assert.deepEqual(await namesFor('stream:money'), ['MONEY', 'MONEY']);
  const listed = (await listOf(admin)).filter(({ name }) => !defaultStreams.includes(name));
  assert.deepEqual(
    listed.map(({ name, formerNames, entries }) => ({ name, formerNames, entries })),
    [
      { name: 'PAYMENTS', formerNames: ['MONEY'], entries: 3 },
      { name: 'OTHER', formerNames: [], entries: 1 },
    ],
  );
  const byOldName = (await (await admin('/v1/streams/MONEY')).json()) as Info;
  assert.equal(byOldName.name, 'PAYMENTS');
});

test('renaming twice and back again', async (t) => {
  const { send, change, namesFor, admin } = await scene(t);
  await send('A');
  await change('PATCH', '/v1/streams/A', { name: 'B' });
  await change('PATCH', '/v1/streams/B', { name: 'C' });
  assert.deepEqual(await namesFor('stream:C'), ['A']);
  await problemOf(await change('PATCH', '/v1/streams/A', { name: 'D' }), 409, 'STREAM_CONFLICT');
  await problemOf(await change('POST', '/v1/streams', { name: 'A' }), 409, 'STREAM_CONFLICT');
  assert.equal((await change('PATCH', '/v1/streams/C', { name: 'A' })).status, 200);
  const own = (await listOf(admin)).filter(({ name }) => !defaultStreams.includes(name));
  assert.deepEqual(
    own.map(({ name, formerNames }) => [name, formerNames]),
    [['A', ['B', 'C']]],
  );
  await problemOf(await change('PATCH', '/v1/streams/A', { name: 'INFO' }), 409, 'STREAM_CONFLICT');
});

test('a removed stream is not listed until something new comes, and its entries stay', async (t) => {
  const { admin, send, change, namesFor } = await scene(t);
  await send('PAYMENTS');
  assert.equal((await change('DELETE', '/v1/streams/PAYMENTS')).status, 204);
  assert.equal((await change('DELETE', '/v1/streams/DEBUG')).status, 204);
  const names = async (all = false) => (await listOf(admin, all)).map(({ name }) => name);
  assert.ok(!(await names()).includes('PAYMENTS'));
  assert.ok(!(await names()).includes('DEBUG'));
  assert.ok((await names(true)).includes('PAYMENTS'));
  assert.deepEqual(await namesFor('stream:PAYMENTS'), ['PAYMENTS']);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await send('PAYMENTS');
  assert.ok((await names()).includes('PAYMENTS'));
  assert.equal((await change('POST', '/v1/streams', { name: 'debug' })).status, 201);
  assert.ok((await names()).includes('DEBUG'));
  await problemOf(await change('DELETE', '/v1/streams/NOBODY'), 404, 'NOT_FOUND');
});

test('every change is an entry that says who made it', async (t) => {
  const { admin, change } = await scene(t);
  await change('POST', '/v1/streams', { name: 'one' });
  await change('PATCH', '/v1/streams/ONE', { name: 'two' });
  await change('DELETE', '/v1/streams/TWO');
  const { entries } = await pageOf(await admin('/v1/entries?q=action:whodid.stream.*'));
  assert.deepEqual(
    entries.map(({ action, targets, data, actor }) => [
      ...[action, targets, data],
      (actor as { name: string }).name,
    ]),
    [
      ['whodid.stream.remove', [{ type: 'stream', id: 'TWO' }], undefined, 'admin'],
      [
        'whodid.stream.rename',
        [{ type: 'stream', id: 'TWO' }],
        { from: 'ONE', to: 'TWO' },
        'admin',
      ],
      ['whodid.stream.add', [{ type: 'stream', id: 'ONE' }], undefined, 'admin'],
    ],
  );
});

test('what other tenants call their streams is not to be seen', async (t) => {
  const { as, change, send, namesFor } = await scene(t);
  await send('SECRET');
  await change('PATCH', '/v1/streams/SECRET', { name: 'HIDDEN' });
  const acme = await as(['admin'], 'acme');
  const own = (await listOf(acme, true)).map(({ name }) => name);
  assert.deepEqual(own, defaultStreams);
  await problemOf(await acme('/v1/streams/SECRET'), 404, 'NOT_FOUND');
  await problemOf(await acme('/v1/streams/HIDDEN', { method: 'DELETE' }), 404, 'NOT_FOUND');
  const theirs = await as(['ingest'], 'acme');
  await theirs('/v1/entries', json({ action: 'a.b', kind: 'note', stream: 'SECRET' }));
  const page = await pageOf(await acme('/v1/entries?q=stream:HIDDEN'));
  assert.deepEqual(page.entries, []);
  assert.deepEqual(await namesFor('stream:HIDDEN'), ['SECRET']);
});

test('names that are none are 400 and name the field', async (t) => {
  const { change } = await scene(t);
  for (const name of ['', ' ', '\n\t', 'x'.repeat(65), 7, null]) {
    const problem = await problemOf(
      await change('POST', '/v1/streams', { name }),
      400,
      'BODY_INVALID',
    );
    assert.equal(problem.path, 'name');
  }
  await problemOf(await change('POST', '/v1/streams', { nam: 'x' }), 400, 'BODY_INVALID');
  await problemOf(await change('GET', '/v1/streams?removed=yes'), 400, 'PARAMETER_INVALID');
  await problemOf(await change('DELETE', '/v1/streams/%20'), 400, 'PARAMETER_INVALID');
});

test('the names are there after a restart', async (t) => {
  const dataDir = temporaryDirectory(t);
  const first = await scene(t, { ...onDisk, dataDir });
  await first.send('MONEY');
  await first.change('PATCH', '/v1/streams/MONEY', { name: 'PAYMENTS' });
  await first.collector.close();
  const second = await scene(t, { ...onDisk, dataDir });
  assert.deepEqual(await second.namesFor('stream:PAYMENTS'), ['MONEY']);
});

test('live, the new name means the old one, too', async (t) => {
  const { admin, send, change } = await scene(t);
  await send('MONEY');
  await change('PATCH', '/v1/streams/MONEY', { name: 'PAYMENTS' });
  const live = await admin('/v1/entries/live?q=stream:PAYMENTS');
  const reader = live.body?.pipeThrough(new TextDecoderStream()).getReader();
  await send('OTHER', 'MONEY');
  let text = '';
  while (!text.includes('"stream":"MONEY"')) text += (await reader?.read())?.value ?? '';
  assert.doesNotMatch(text, /OTHER/);
  await reader?.cancel();
});
