// Question: of two who move the same entry at the same time, does exactly one win, is the other told,
// and is every note kept?
//
// For each of many entries of a collector on SQLite two clients move it from PENDING to IN_PROGRESS at
// the same time, over HTTP, each with a note of its own, while others leave notes and assign it. Then
// what was answered is compared with what is there.
//
//   node --conditions=whodid-source bench/campaigns/triage-moves.ts [--pairs 1000] [--notes 2]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCollector } from '@whodid/collector';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '1000' },
    notes: { type: 'string', default: '2' },
    atOnce: { type: 'string', default: '16' },
  },
});
const pairs = Number(values.pairs);
const notesEach = Number(values.notes);

const directory = mkdtempSync(join(tmpdir(), 'whodid-triage-'));
const collector = await createCollector({
  // What is measured is who wins, not how much may come in a minute.
  rateLimits: null,
  port: 0,
  dataDir: directory,
});
const keys = await Promise.all(
  ['ada', 'bob'].map((userId) =>
    collector.createKey({ name: userId, userId, scopes: ['own', 'triage'] }),
  ),
);
const [ada = '', bob = ''] = keys.map(({ key }) => key);
const wrong: string[] = [];
const counts = { won: 0, conflicts: 0, kept: 0, notes: 0 };

const startedAt = performance.now();
try {
  const left = Array.from({ length: pairs }, (_, at) => at).values();
  // All take from the same list, so each pair is in somebody's hands.
  await Promise.all(
    Array.from({ length: Number(values.atOnce) }, async () => {
      for (const at of left) await pair(at);
    }),
  );
  const denied = await countRefused();
  if (denied !== counts.conflicts) wrong.push(`${denied} refused moves are recorded`);
} finally {
  await collector.close();
  rmSync(directory, { recursive: true });
}
for (const line of wrong.slice(0, 10)) console.error(line);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(
  `${pairs} pairs of simultaneous moves, ${counts.notes} notes between, ${seconds} s: ` +
    `${counts.won} winners, ${counts.conflicts} conflicts, ${counts.kept} notes kept; ` +
    (wrong.length === 0 ? 'none lost' : `${wrong.length} violations`),
);
const right = counts.won === pairs && counts.conflicts === pairs && wrong.length === 0;
process.exitCode = right ? 0 : 1;

async function pair(at: number): Promise<void> {
  const { id } = (await send(ada, 'POST', '/api/logs/', { action: 'LOGIN' })).body;
  const path = `/v1/entries/${id}/triage`;
  const moves = [ada, bob].map((key, side) =>
    send(key, 'POST', path, { stage: 'IN_PROGRESS', note: `move ${at} ${side}` }),
  );
  const notes = Array.from({ length: notesEach }, (_, n) =>
    send(n % 2 === 0 ? bob : ada, 'POST', path, {
      note: `note ${at} ${n}`,
      ...(n % 2 === 0 ? {} : { assignee: 'bob' }),
    }),
  );
  const [moved, noted] = [await Promise.all(moves), await Promise.all(notes)];
  const winners = moved.flatMap(({ status }, side) => (status === 200 ? [side] : []));
  counts.won += winners.length;
  counts.conflicts += moved.filter(({ status }) => status === 409).length;
  counts.notes += noted.filter(({ status }) => status === 200).length;
  if (winners.length !== 1) wrong.push(`pair ${at} had ${winners.length} winners`);
  if (noted.some(({ status }) => status !== 200)) wrong.push(`a note on pair ${at} was refused`);

  const { body } = await send(ada, 'GET', path);
  const expected = [
    ...winners.map((side) => `move ${at} ${side}`),
    ...notes.map((_, n) => `note ${at} ${n}`),
  ].sort();
  const found = body.moves.map(({ note }) => note).sort();
  counts.kept += found.length;
  const complete = JSON.stringify(found) === JSON.stringify(expected);
  if (!complete || body.stage !== 'IN_PROGRESS') {
    wrong.push(`pair ${at} is ${body.stage} with ${JSON.stringify(found)}`);
  }
}

/** How many refused moves the entries tell of. */
async function countRefused(): Promise<number> {
  const query = encodeURIComponent('action:whodid.triage outcome:denied');
  let [count, cursor] = [0, ''];
  do {
    const { body } = await send(ada, 'GET', `/v1/entries?limit=500&q=${query}${cursor}`);
    count += body.entries.length;
    cursor = body.next === null ? '' : `&cursor=${encodeURIComponent(body.next)}`;
  } while (cursor !== '');
  return count;
}

interface Answer {
  readonly status: number;
  readonly body: {
    readonly id: string;
    readonly stage: string;
    readonly moves: readonly { readonly note: string }[];
    readonly entries: readonly unknown[];
    readonly next: string | null;
  };
}

async function send(key: string, method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${collector.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}
