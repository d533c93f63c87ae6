// The code blocks of the guides are run as they stand, but for the port: a guide that does not work is
// worse than none.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Collector, createCollector } from '@whodid/collector';
import { SignJWT } from 'jose';
import { freePort } from '../bench/free-port.ts';
import { sftpServer } from '../packages/capture/test/sftp/sftp-server.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const probe = new URL('guides/probe.ts', import.meta.url).href;
// Where everything can be resolved that an app would have installed.
const parent = join(root, 'packages', 'capture', '.whodid');

let directory: string;
let collector: Collector;
let environment: NodeJS.ProcessEnv;
let stopSftp: () => Promise<void>;

before(async () => {
  mkdirSync(parent, { recursive: true });
  directory = mkdtempSync(join(parent, 'guides-'));
  const secret = 'the secret of the app in the guides, which is long';
  const dataDir = join(directory, 'collector');
  collector = await createCollector({ port: 0, dataDir, jwt: { secret } });
  const sftp = await sftpServer();
  stopSftp = sftp.close;
  environment = {
    PATH: process.env.PATH,
    WHODID_URL: collector.url,
    WHODID_KEY: collector.localKey,
    LOGGER_URL: `${collector.url}/api/activity-log/`,
    LOGGER_TOKEN: collector.localKey,
    JWT_SECRET: secret,
    USER_TOKEN: await tokenOf('13', secret),
    SFTP_HOST: sftp.host,
    SFTP_PORT: String(sftp.port),
    SFTP_USER: sftp.username,
    SFTP_PASSWORD: sftp.password,
    SFTP_HOST_KEY: sftp.fingerprint,
  };
});

after(async () => {
  await stopSftp();
  await collector.close();
  rmSync(directory, { recursive: true });
});

const guides: readonly (readonly [string, number])[] = [
  ['express', 3],
  ['fastify', 3],
  ['nestjs', 2],
  ['koa', 3],
  ['hono', 3],
  ['node-http', 2],
  ['outbound', 4],
  ['sftp', 2],
  ['logs', 4],
  ['activity-log', 3],
  ['history', 2],
  ['activity-api', 2],
  ['streams', 3],
  ['dashboard-in-your-app', 2],
];

for (const [guide, count] of guides) {
  const blocks = blocksOf(guide);
  describe(`docs/guides/${guide}.md`, () => {
    test('has its blocks', () => assert.ok(blocks.length >= count, `${blocks.length} blocks`));
    for (const [at, block] of blocks.entries()) {
      test(`block ${at + 1} runs`, () => runBlock(`${guide}-${at + 1}`, block));
    }
  });
}

test('what the guides about calls, files and activities do has left its entries', async () => {
  for (const [kind, count] of [
    ['http.out', 4],
    ['sftp.out', 4],
    ['action', 2],
  ] as const) {
    const answer = await fetch(`${collector.url}/v1/entries?q=kind:${kind}`, {
      headers: { authorization: `Bearer ${collector.localKey}` },
    });
    const { entries } = (await answer.json()) as { readonly entries: readonly unknown[] };
    assert.ok(entries.length >= count, `${entries.length} of ${kind}`);
  }
});

function tokenOf(user: string, secret: string): Promise<string> {
  return new SignJWT({ user_id: user })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(Buffer.from(secret));
}

function blocksOf(guide: string): readonly string[] {
  const text = readFileSync(join(root, 'docs', 'guides', `${guide}.md`), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? '');
}

async function runBlock(name: string, block: string): Promise<void> {
  const port = await freePort();
  const listens = /\b3000\b/.test(block);
  const own = block.replace(/\b3000\b/g, String(port));
  const isApp = listens || /\bconst app\b/.test(block);
  const probed = isApp
    ? `import { probe } from ${JSON.stringify(probe)};\n${own}
await probe(${/\bconst app\b/.test(block) ? 'app' : 'null'}, recorder, ${listens ? port : 'null'});\n`
    : own;
  const file = join(directory, `${name}.ts`);
  writeFileSync(file, probed);
  const child = spawn(process.execPath, ['--conditions=whodid-source', file], {
    cwd: directory,
    env: environment,
    timeout: 60_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  assert.equal(code, 0, output);
  if (isApp) assert.match(output, /one entry/);
}
