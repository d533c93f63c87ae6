// Question: can somebody of one tenant get a single byte of another one, or tell that it exists?
//
// One tenant is filled with everything there is, a marker in all of its content. Then every route
// gets requests from credentials of another tenant, with ids, names and cursors of the first one in
// the path, the query, headers and the body, in forms that a careless server might take for
// something else. No answer may hold the marker, and each that names something of the first tenant
// must be the same as for something that does not exist. In the end nothing of the first tenant may
// have changed.
//
//   node --conditions=whodid-source bench/campaigns/foreign-bytes.ts [--requests 100000] [--seed 1]
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCollector } from '@whodid/collector';
import { routeAccess } from '../../packages/collector/src/access/route-access.ts';
import { type Attempt, attemptOn, type Known, type Pair } from './foreign-bytes/attempt.ts';
import { type Description, formsOf } from './foreign-bytes/forms.ts';
import { marker, plant, type Send } from './foreign-bytes/plant.ts';
import { Random } from './foreign-bytes/random.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const wanted = Number(values.requests);
const atOnce = 16;
// Streams do not end, signing out ends what the others need, and pages hold nothing of anybody.
const leftOut = /\/live|\/session|\/auth\/|^GET \/\*?$|\/reference|\/openapi/;
const routes = Object.keys(routeAccess).filter((route) => !leftOut.test(route));
const dataDir = mkdtempSync(join(tmpdir(), 'whodid-foreign-'));
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
const collector = await createCollector({
  port: 0,
  dataDir,
  // Two refusals because of a limit would be the same answer, whatever else is wrong.
  rateLimits: null,
});
const forms = formsOf(routes, collector.app.swagger() as unknown as Description);

try {
  process.exitCode = await campaign();
} finally {
  agent.destroy();
  await collector.close();
  rmSync(dataDir, { recursive: true, force: true });
}

async function campaign(): Promise<number> {
  const [admin, writer, ada] = [
    await keyOf('acme', ['admin']),
    await keyOf('acme', ['ingest']),
    await keyOf('acme', ['own'], 'ada'),
  ];
  const known = await plant(sender(admin), sender(writer), sender(ada));
  const rivals = [
    { writes: true, key: await keyOf('rival', ['ingest']) },
    { writes: true, key: await keyOf('rival', ['own'], 'victim-0') },
    { writes: true, key: await keyOf('rival', ['admin', 'ingest']) },
    { writes: false, key: await keyOf('quiet', ['own'], 'somebody') },
    { writes: false, key: await keyOf('quiet', ['read']) },
    { writes: false, key: await keyOf('quiet', ['triage', 'audit']) },
    { writes: false, key: await keyOf('quiet', ['admin']) },
  ];
  const before = await everythingOf(admin);
  const random = new Random(Number(values.seed));
  const found = await attack(known, rivals, random);
  const after = await everythingOf(admin);
  const changed = before === after ? 0 : 1;
  console.log(
    `${found.requests} requests from another tenant on ${routes.length} routes (seed ${values.seed}): ` +
      `${found.leaks} with foreign bytes, ${found.told} that told what exists ` +
      `(${found.compared} compared), ${found.failures} answered with 5xx, ` +
      `${changed === 0 ? 'nothing' : 'SOMETHING'} of the first tenant changed`,
  );
  for (const line of found.examples) console.log(line);
  const sound = found.leaks + found.told + found.failures + changed === 0;
  return sound && found.requests >= wanted ? 0 : 1;
}

interface Found {
  requests: number;
  compared: number;
  leaks: number;
  told: number;
  failures: number;
  readonly examples: string[];
}

/** Who writes may have made things of the same names in the own tenant, and proves less. */
interface Rival {
  readonly key: string;
  readonly writes: boolean;
}

async function attack(known: Known, rivals: readonly Rival[], random: Random): Promise<Found> {
  const found: Found = { requests: 0, compared: 0, leaks: 0, told: 0, failures: 0, examples: [] };
  const worker = async (): Promise<void> => {
    while (found.requests < wanted) {
      const form = random.of(forms);
      found.requests += 2;
      await tryOut(attemptOn(form, known, random), random.of(rivals), found);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found;
}

async function tryOut({ real, control }: Pair, rival: Rival, found: Found): Promise<void> {
  const answer = await send(real, rival.key);
  const other = await send(control, rival.key);
  const note = (what: string): void => {
    if (found.examples.length < 10) {
      found.examples.push(`${what}: ${real.method} ${real.path} ${real.body ?? ''}
  ${answer.status} ${answer.text.slice(0, 300)}
  ${other.status} ${other.text.slice(0, 300)}`);
    }
  };
  if (answer.text.includes(marker) || answer.headers.includes(marker)) {
    found.leaks += 1;
    note('foreign bytes');
  }
  if (answer.status >= 500) {
    found.failures += 1;
    note('failure');
  }
  // What is made in the own tenant differs by nature, and so do names that are taken there.
  const made = real.method !== 'GET' && (answer.status < 300 || other.status < 300);
  const taken =
    real.path.startsWith('/v1/users') && (answer.status === 409 || other.status === 409);
  if (rival.writes || made || taken) return;
  found.compared += 1;
  const same =
    answer.status === other.status &&
    (answer.status < 300 || withoutIds(answer.text) === withoutIds(other.text));
  if (same) return;
  found.told += 1;
  note('told');
}

// An answer may quote nothing of the question but ids and names of parameters.
function withoutIds(text: string): string {
  return text.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: string;
}

function send({ method, path, headers, body }: Attempt, key: string): Promise<Answer> {
  const { hostname, port } = new URL(collector.url);
  const all: OutgoingHttpHeaders = { ...headers, authorization: `Bearer ${key}` };
  if (body !== undefined) all['content-type'] = 'application/json';
  return new Promise((resolve, reject) => {
    const sent = request({ agent, hostname, port, method, path, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
          headers: JSON.stringify(response.headers),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function keyOf(tenant: string, scopes: readonly string[], userId?: string): Promise<string> {
  const name = scopes.join('+');
  const { key } = await collector.createKey({ name, tenant, userId, scopes: scopes as ['own'] });
  return key;
}

function sender(key: string): Send {
  return (method, path, body) =>
    send(
      { method, path, headers: {}, body: body === undefined ? body : JSON.stringify(body) },
      key,
    );
}

// Without looks, since this is one.
async function everythingOf(admin: string): Promise<string> {
  const keys = await sender(admin)('GET', '/v1/keys');
  const users = await sender(admin)('GET', '/v1/users');
  let text = keys.text.replaceAll(/"lastUsedAt":"[^"]*",?/g, '') + users.text;
  for (let cursor = ''; ; ) {
    const page = await sender(admin)('GET', `/v1/entries?limit=500${cursor}`);
    text += page.text.replace(/"next":.*$/, '');
    const { next } = JSON.parse(page.text) as { readonly next: string | null };
    if (next === null) return text;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}
