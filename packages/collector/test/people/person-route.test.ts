import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, onDisk, problemOf, startCollector } from '../start-collector.ts';

const dayMs = 86_400_000;

interface Person {
  readonly name?: string;
  readonly total: number;
  readonly firstAt: string | null;
  readonly now: { count: number; groups: { by: string[]; values: { value: string[] }[] }[] };
  readonly hours: readonly (readonly number[])[];
  readonly usual: { hours: string; countries: string[] } | null;
  readonly hints: readonly { text: string; why: string; query: string }[];
}

// At ten in the morning UTC, some days ago.
function morning(daysAgo: number): number {
  return Math.floor(Date.now() / dayMs) * dayMs - daysAgo * dayMs + 10 * 3_600_000;
}

function entry(at: number, country: string, part: object = {}): object {
  return {
    ...{ action: 'order.view', occurredAt: new Date(at).toISOString() },
    actor: { type: 'user', id: 'Ada/1', name: 'Ada Lovelace' },
    client: { ip: '203.0.113.9', ipTrusted: true, country },
    targets: [{ type: 'order', id: '1042' }],
    ...part,
  };
}

test('somebody is told with what they did, and what is unusual about it', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const usual = Array.from({ length: 60 }, (_, at) => entry(morning(8 + (at % 20)), 'NL'));
  const oddAt = new Date(morning(2) - 7 * 3_600_000).toISOString();
  const odd = entry(Date.parse(oddAt), 'VN');
  const other = entry(morning(1), 'BR', { actor: { type: 'user', id: 'ada/1' } });
  await (await as(['ingest']))('/v1/entries', json([...usual, odd, other]));
  const ask = await as(['read']);
  const answer = await ask('/v1/people/user/Ada%2F1?from=7d');
  const person = (await answer.json()) as Person;
  assert.equal(answer.status, 200, JSON.stringify(person));
  assert.equal(person.name, 'Ada Lovelace');
  assert.equal(person.total, 61);
  assert.equal(person.now.count, 1);
  assert.equal(
    person.hours.flat().reduce((sum, count) => sum + count, 0),
    61,
  );
  assert.deepEqual(person.usual?.countries, ['NL']);
  assert.equal(person.usual.hours, 'from 10 to 11 h');
  assert.deepEqual(person.hints, [
    {
      text: 'Seen in VN for the first time',
      why: 'Usually seen in NL',
      query: 'country:VN',
    },
    {
      text: 'Active at an unusual hour: 03:00 (1 entry)',
      why: 'Usually active from 10 to 11 h',
      query: `created:${hourOf(oddAt)}`,
    },
  ]);
  const behind = new URLSearchParams({ q: `actor.id:"Ada/1" ${person.hints[1]?.query}` });
  const { entries } = (await (await ask(`/v1/entries?${behind}`)).json()) as {
    entries: { occurredAt: string }[];
  };
  assert.deepEqual(
    entries.map(({ occurredAt }) => occurredAt),
    [oddAt],
  );
});

// From the first to the last millisecond of the hour of an instant.
function hourOf(at: string): string {
  return `${at.slice(0, 13)}:00:00.000Z..${at.slice(0, 13)}:59:59.999Z`;
}

test('several unusual hours are found together, and with other terms', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const usual = Array.from({ length: 60 }, (_, at) => entry(morning(8 + (at % 20)), 'NL'));
  const odd = [1, 2].map((days) => entry(morning(days) - 7 * 3_600_000, 'NL'));
  await (await as(['ingest']))('/v1/entries', json([...usual, ...odd, entry(morning(1), 'NL')]));
  const ask = await as(['read']);
  const person = (await (await ask('/v1/people/user/Ada%2F1?from=7d')).json()) as Person;
  const [hint] = person.hints;
  assert.equal(hint?.text, 'Active at an unusual hour: 03:00 (2 entries)');
  const count = async (q: string): Promise<number> => {
    const answer = await ask(`/v1/entries?${new URLSearchParams({ q })}`);
    return ((await answer.json()) as { entries: object[] }).entries.length;
  };
  assert.equal(await count(`country:NL ${hint.query}`), 2);
  assert.equal(await count(`country:BR ${hint.query}`), 0);
});

test('that somebody looked is recorded with whom they looked at', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const ask = await as(['read', 'audit']);
  await ask('/v1/people/service/report');
  const answer = await ask(
    `/v1/entries?q=${encodeURIComponent('action:whodid.look target:service:report')}`,
  );
  const { entries } = (await answer.json()) as { entries: { targets: object[] }[] };
  assert.deepEqual(
    entries.map(({ targets }) => targets),
    [[{ type: 'service', id: 'report' }]],
  );
});

test('nobody has no habits', async (t) => {
  const { as } = await startCollector(t);
  const answer = await (await as(['read']))('/v1/people/user/nobody');
  const person = (await answer.json()) as Person;
  assert.equal(answer.status, 200);
  assert.deepEqual([person.total, person.firstAt, person.usual, person.hints], [0, null, null, []]);
});

test('a type of actor that there is not is refused', async (t) => {
  const { as } = await startCollector(t);
  const answer = await (await as(['read']))('/v1/people/robot/r2');
  await problemOf(answer, 400, 'PARAMETER_INVALID');
});
