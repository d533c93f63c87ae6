// Question: does a secret get past redaction, and is anything masked that is harmless?
//
// Inputs are composed of a row of the redaction table, an encoding, a container and a position, each
// with a random secret in it. The secret must not be in the canonical text of the entry, neither as
// it is nor as base64, hex, percent-encoding or a list of bytes. A share of the inputs goes all the
// way: through a recorder into ring and spool, and to a collector into its store; then every file is
// searched, and the answers of the HTTP API. At last harmless data: at most one field in a thousand
// may be masked.
//
//   node --conditions=whodid-source bench/campaigns/redaction.ts [--inputs 100000] [--clean 10000]
//     [--through 50] [--seed 1]
//
// `through` is how many inputs there are for each that goes all the way.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Collector, createCollector } from '@whodid/collector';
import {
  canonicalText,
  collectorTransport,
  createIds,
  createRecorder,
  createRedactor,
  type Draft,
  type Masked,
  type SealTools,
  seal,
  systemClock,
} from '@whodid/core';
import { countFields, harmlessData } from '../../packages/core/test/redact/harmless.ts';
import { plantedDraft } from '../../packages/core/test/redact/planted.ts';
import { tracesOf } from '../../packages/core/test/redact/traces-of.ts';
import { freePort } from '../free-port.ts';
import { randomSource } from '../random-source.ts';
import { filesUnder, SecretSearch } from './secret-search.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    clean: { type: 'string', default: '10000' },
    through: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [inputs, cleanCount, every] = [values.inputs, values.clean, values.through].map(Number) as [
  number,
  number,
  number,
];
const random = randomSource(Number(values.seed));
/** What is in every entry of the campaign. */
const action = 'campaign.plant';
const mostMasked = 1 / 1000;
const patienceMs = 300_000;
/** So many entries fit into the ring while the thread is busy. */
const ringBatch = 500;

const redactor = createRedactor();
const tools: SealTools = {
  clock: systemClock,
  nextId: createIds(systemClock),
  redactor,
  ambient: {},
  service: { name: 'shop' },
  tenant: 'main',
  producer: { id: 'campaign', epoch: '0123456789abcdef', seq: 1 },
};

/** What became of the inputs of one kind. */
interface Tally {
  inputs: number;
  leaks: number;
  exceptions: number;
}

const startedAt = performance.now();
const problems: string[] = [];
const { tallies, sample } = plant();
const through = await goThrough(sample);
const clean = maskHarmless();
report();

function plant(): {
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly sample: readonly { readonly draft: Draft; readonly secret: string }[];
} {
  const found = new Map<string, Tally>();
  const kept: { readonly draft: Draft; readonly secret: string }[] = [];
  for (let index = 0; index < inputs; index += 1) {
    const { draft, secret, recipe } = plantedDraft(random);
    const place = recipe.slice(recipe.indexOf(', ') + 2);
    const tally = found.get(place) ?? { inputs: 0, leaks: 0, exceptions: 0 };
    found.set(place, tally);
    tally.inputs += 1;
    try {
      const text = canonicalText(seal(draft, tools));
      if (tracesOf(secret).some((trace) => text.includes(trace))) {
        tally.leaks += 1;
        note(`leak: ${recipe}`);
      }
    } catch (error) {
      tally.exceptions += 1;
      note(`exception: ${recipe}: ${String(error)}`);
    }
    if (index % every === 0) kept.push({ draft, secret });
  }
  return { tallies: found, sample: kept };
}

/** Ring and spool are searched while nobody listens, the store when everything has arrived. */
async function goThrough(
  planted: readonly { readonly draft: Draft; readonly secret: string }[],
): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-redaction-'));
  const [dataDir, spoolDirectory] = [join(directory, 'data'), join(directory, 'spool')];
  const adminKey = randomBytes(24).toString('base64url');
  const port = await freePort();
  const recorder = createRecorder({
    service: 'shop',
    spoolDirectory,
    ringDirectory: join(directory, 'ring'),
    transport: collectorTransport({ url: `http://127.0.0.1:${port}`, key: adminKey }),
  });
  const openCollector = (): Promise<Collector> =>
    createCollector({ port, dataDir, adminKey, store: null, onNotice: () => {} });
  const search = new SecretSearch();
  let collector: Collector | null = null;
  try {
    for (const [index, { draft, secret }] of planted.entries()) {
      search.add(secret);
      void recorder.record(draft);
      if (index % ringBatch === 0) await recorder.flush('host', patienceMs);
    }
    await recorder.flush('host', patienceMs);
    const waitingBytes = searchFiles(directory, search);
    collector = await openCollector();
    await recorder.flush('remote', patienceMs);
    await collector.close();
    // Before anything is asked: who looks for what is an entry, too, and what is asked for here are secrets.
    const storedBytes = searchFiles(dataDir, search);
    collector = await openCollector();
    const answered = await searchAnswers(collector.url, adminKey, search, planted);
    const { recorded, settled, dropped, refused } = recorder.state();
    if (recorded !== planted.length || settled !== recorded || dropped + refused > 0) {
      note(`${recorded} recorded, ${settled} settled, ${dropped} dropped, ${refused} refused`);
    }
    if (answered.entries < planted.length) note(`only ${answered.entries} entries were answered`);
    return (
      `${planted.length} went all the way: ${mega(waitingBytes)} of ring and spool, ` +
      `${mega(storedBytes)} of store, ${mega(answered.bytes)} of answers searched`
    );
  } finally {
    await recorder.close(0);
    await collector?.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function searchFiles(directory: string, search: SecretSearch): number {
  let bytes = 0;
  let isSeen = false;
  for (const [file, text] of filesUnder(directory)) {
    bytes += text.length;
    isSeen ||= text.includes(action);
    for (const secret of search.find(text)) note(`leak: ${secret} is in ${file}`);
  }
  // Were the search blind, it would not find this either.
  if (!isSeen) note(`no entry is in ${directory}`);
  return bytes;
}

async function searchAnswers(
  url: string,
  key: string,
  search: SecretSearch,
  planted: readonly { readonly secret: string }[],
): Promise<{ readonly entries: number; readonly bytes: number }> {
  const ask = async (path: string): Promise<string> => {
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
    return answer.text();
  };
  let [entries, bytes, cursor] = [0, 0, ''];
  const see = (text: string): void => {
    bytes += text.length;
    for (const secret of search.find(text)) note(`leak: ${secret} is in an answer`);
  };
  do {
    const text = await ask(`/v1/entries?limit=500${cursor}`);
    see(text);
    if (!text.includes(action)) note('no entry is in an answer');
    const page = JSON.parse(text) as { entries: { id: string }[]; next: string | null };
    entries += page.entries.length;
    see(await ask(`/v1/entries/${page.entries[0]?.id}`));
    cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== '');
  // A secret that can be found is known to the index.
  for (const { secret } of planted.slice(0, 100)) {
    const text = await ask(
      `/v1/entries?limit=1&q=${encodeURIComponent(`"${secret.slice(0, 12)}"`)}`,
    );
    if ((JSON.parse(text) as { entries: unknown[] }).entries.length > 0)
      note(`leak: ${secret} can be searched for`);
  }
  return { entries, bytes };
}

function maskHarmless(): { readonly fields: number; readonly masked: number } {
  const masked: Masked[] = [];
  let fields = 0;
  for (let count = 0; count < cleanCount; count += 1) {
    const given = harmlessData(random);
    fields += countFields(given);
    redactor.value(given, 'data', masked);
  }
  if (masked.length > fields * mostMasked) {
    note(`masked by mistake, the first: ${masked[0]?.path} (${masked[0]?.rule})`);
  }
  return { fields, masked: masked.length };
}

function note(problem: string): void {
  if (problems.length < 20) console.error(problem);
  problems.push(problem);
}

function report(): void {
  const total: Tally = { inputs: 0, leaks: 0, exceptions: 0 };
  line('container and position', 'inputs', 'leaks', 'exceptions');
  for (const [place, tally] of [...tallies].toSorted(([a], [b]) => a.localeCompare(b))) {
    line(place, tally.inputs, tally.leaks, tally.exceptions);
    for (const name of ['inputs', 'leaks', 'exceptions'] as const) total[name] += tally[name];
  }
  line('all', total.inputs, total.leaks, total.exceptions);
  const share = (100 * clean.masked) / Math.max(1, clean.fields);
  console.log(through);
  console.log(
    `harmless: ${cleanCount} entries, ${clean.fields} fields, ${clean.masked} masked (${share.toFixed(3)} %)`,
  );
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    `${inputs} inputs in ${seconds} s (seed ${values.seed}); ${problems.length === 0 ? 'no secret anywhere' : `${problems.length} problems`}`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}

function line(place: string, ...numbers: readonly (number | string)[]): void {
  console.log(place.padEnd(34) + numbers.map((number) => String(number).padStart(12)).join(''));
}

function mega(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
