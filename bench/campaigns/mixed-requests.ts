// Question: is every request that reached a server recorded once, with what is true of it?
//
// For each framework an app with the real recorder runs in a process of its own, and many clients send
// it everything that clients send: answers of all kinds, errors, streams, connections that are kept and
// that are not, pipelines, clients that hang up in the middle, and bytes that are no request. In the
// end there must be one entry for each request that Node says has reached the server, with its method,
// address, status code, actor and request id, and no other.
//
//   node --conditions=whodid-source bench/campaigns/mixed-requests.ts
//     [--requests 100000] [--at-once 48] [--seed 1] [--only "koa 3"]
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Subject, subjects } from '../../packages/capture/test/conformance/signed-in-apps.ts';
import { randomSource } from '../random-source.ts';
import { Clients, type Sent } from './mixed-requests/clients.ts';
import { type Received, startReceiver } from './mixed-requests/receiver.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    'at-once': { type: 'string', default: '48' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
  },
});
const requests = Number(values.requests);
const settleMs = 20_000;
const app = fileURLToPath(new URL('./mixed-requests/app.ts', import.meta.url));
const chosen = Object.entries(subjects).filter(([name]) => [undefined, name].includes(values.only));
if (chosen.length === 0) throw new Error(`--only is one of ${Object.keys(subjects).join(', ')}`);

console.log(`${requests} requests for each, seed ${values.seed}`);
console.log(row('', 'sent', 'reached', 'entries', 'missing', 'twice', 'wrong', 'unread.', 's'));
for (const [name, subject] of chosen) {
  const problems = await campaign(name, subject);
  for (const problem of problems.slice(0, 10)) console.log(`  ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

async function campaign(name: string, subject: Subject): Promise<readonly string[]> {
  const startedAt = performance.now();
  const directory = mkdtempSync(join(tmpdir(), 'whodid-mixed-'));
  const receiver = await startReceiver();
  const child = start(name, subject, receiver.url, directory);
  try {
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const clients = new Clients(port, randomSource(Number(values.seed)));
    await clients.send(requests, Number(values['at-once']));
    const arrived = await end(child);
    const unreadable = subject.seesUnreadable ? clients.unreadable : 0;
    await settle(() => receiver.entries.size >= arrived.length + unreadable);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    return judge(name, clients, arrived, [...receiver.entries.values()], unreadable, seconds);
  } finally {
    child.kill('SIGKILL');
    await receiver.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function start(name: string, { auto }: Subject, url: string, directory: string): ChildProcess {
  return fork(app, {
    execArgv: [
      '--conditions=whodid-source',
      '--no-warnings',
      ...(auto ? ['--import', '@whodid/capture/auto'] : []),
    ],
    env: {
      ...process.env,
      SUBJECT: name,
      WHODID_URL: url,
      WHODID_KEY: 'campaign',
      WHODID_SPOOL_DIR: join(directory, 'spool'),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** Ends an app as apps end. Gives back the ids of the requests that have reached it. */
async function end(child: ChildProcess): Promise<readonly string[]> {
  const exited = once(child, 'exit');
  child.send('end');
  const [{ arrived }] = (await once(child, 'message')) as [{ arrived: readonly string[] }];
  await exited;
  return arrived;
}

async function settle(complete: () => boolean): Promise<void> {
  const deadline = performance.now() + settleMs;
  while (!complete() && performance.now() < deadline) await wait(50);
}

/** Compares, prints the row of a framework, and says what is not as it must be. */
function judge(
  name: string,
  { sent, unreadable: nonsense }: Clients,
  arrived: readonly string[],
  entries: readonly Received[],
  unreadable: number,
  seconds: string,
): readonly string[] {
  const byId = Map.groupBy(entries, ({ requestId }) => requestId);
  const givenUp = entries.filter(({ reason }) => reason?.startsWith('HPE_'));
  const known = new Map(sent.map((each) => [each.id, each]));
  const reached = new Set(arrived);

  const missing = arrived.filter((id) => !byId.has(id));
  const twice = arrived.filter((id) => (byId.get(id)?.length ?? 0) > 1);
  const wrong = arrived.flatMap((id) => mistakes(known.get(id), byId.get(id)?.[0]));
  const unasked = entries.filter((each) => !reached.has(each.requestId) && !givenUp.includes(each));
  const unheard = sent.filter(({ id, status }) => typeof status === 'number' && !reached.has(id));

  console.log(
    row(
      name,
      sent.length + nonsense,
      arrived.length + nonsense,
      entries.length,
      missing.length,
      twice.length,
      wrong.length,
      `${givenUp.length}/${unreadable}`,
      seconds,
    ),
  );
  return [
    ...missing.map((id) => `${id} is missing: ${JSON.stringify(known.get(id))}`),
    ...twice.map((id) => `${id} is there ${byId.get(id)?.length} times`),
    ...wrong,
    ...unasked.map((each) => `nobody has sent ${JSON.stringify(each)}`),
    ...unheard.map(({ id }) => `${id} was answered and has not reached the server`),
    ...(reached.size === arrived.length ? [] : ['a request has reached the server twice']),
    ...(givenUp.length === unreadable
      ? []
      : [`${givenUp.length} of ${unreadable} unreadable ones`]),
  ];
}

function mistakes(sent: Sent | undefined, entry: Received | undefined): readonly string[] {
  if (sent === undefined || entry === undefined) return [];
  const url = `http://shop.example${sent.path}`;
  const status = sent.status === 'none' ? undefined : sent.status;
  const right =
    entry.method === sent.method &&
    entry.url === url &&
    entry.actor === sent.user &&
    (status === 'unknown' || entry.statusCode === status);
  return right ? [] : [`${JSON.stringify(sent)} became ${JSON.stringify(entry)}`];
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return name.padEnd(14) + cells.map((cell) => String(cell).padStart(10)).join('');
}
