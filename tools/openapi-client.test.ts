// The description of the HTTP interface is good enough to make a client from: one is generated,
// compiled, and used with a real collector.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Collector, createCollector } from '@whodid/collector';

const root = fileURLToPath(new URL('..', import.meta.url));
const tool = (name: string) => join(root, 'tools/openapi-client/node_modules/.bin', name);

/** What somebody writes who has the generated client, one part after the other. */
const parts: { readonly [name: string]: string } = {
  create: `
    const made = await client.POST('/v1/entries', {
      body: [{ action: 'invoice.approve', targets: [{ type: 'invoice', id: '4711' }] }],
    });
    const [receipt] = made.data?.receipts ?? [];
    const id: string | null | undefined = receipt?.id;
    assert.equal(receipt?.fate, 'stored');
    type PostedEntry = components['schemas']['PostedEntry'];
    // @ts-expect-error a name that no entry has
    const misspelt: PostedEntry = { action: 'a', actr: { type: 'user', id: 'a' } };
    assert.equal((await client.POST('/v1/entries', { body: misspelt })).response.status, 422);
    // @ts-expect-error the one field that is needed
    await client.POST('/v1/entries', { body: { outcome: 'success' } });
    // @ts-expect-error a word that is no outcome
    await client.POST('/v1/entries', { body: { action: 'a', outcome: 'fine' } });
    // @ts-expect-error an address that does not exist
    await client.POST('/v1/entry', { body: { action: 'a' } });`,
  list: `
    const page = await client.GET('/v1/entries', { params: { query: { limit: 10 } } });
    assert.ok(page.data?.entries.some((entry) => entry.id === id));
    const next: string | null | undefined = page.data?.next;
    assert.ok(next === null || typeof next === 'string');
    // @ts-expect-error a parameter of a wrong type
    await client.GET('/v1/entries', { params: { query: { limit: 'ten' } } });`,
  search: `
    const found = await client.GET('/v1/entries', {
      params: { query: { q: 'action:invoice.approve target:4711' } },
    });
    assert.deepEqual(found.data?.entries.map((entry) => entry.targets[0]?.id), ['4711']);
    const refused = await client.GET('/v1/entries', { params: { query: { q: 'actr:ada' } } });
    assert.equal(refused.error?.code, 'QUERY_INVALID');`,
  get: `
    const one = await client.GET('/v1/entries/{id}', { params: { path: { id: String(id) } } });
    assert.equal(one.data?.action, 'invoice.approve');
    const outcome: 'success' | 'failure' | 'denied' | 'unknown' | undefined = one.data?.outcome;
    assert.ok(outcome !== undefined);
    // @ts-expect-error a field that no entry has
    one.data?.status;
    const none = await client.GET('/v1/entries/{id}', { params: { path: { id: 'none' } } });
    assert.deepEqual([none.response.status, none.error?.code], [404, 'NOT_FOUND']);`,
  move: `
    const moved = await client.POST('/v1/entries/{id}/triage', {
      params: { path: { id: String(id) } },
      body: { stage: 'IN_PROGRESS', note: 'I ask the customer.' },
    });
    const stage: 'PENDING' | 'IN_PROGRESS' | 'DONE' | undefined = moved.data?.stage;
    assert.equal(stage, 'IN_PROGRESS');
    await client.POST('/v1/entries/{id}/triage', {
      params: { path: { id: String(id) } },
      // @ts-expect-error a stage that does not exist
      body: { stage: 'LATER' },
    });`,
  ownLog: `
    const own = await client.POST('/v1/keys', {
      body: { name: 'of Ada', scopes: ['own'], userId: 'ada' },
    });
    const row = await client.POST('/api/logs/', {
      headers: { authorization: \`Bearer \${own.data?.key}\` },
      body: { action: 'login', metadata: { device: 'phone' } },
    });
    assert.equal(row.response.status, 201);
    assert.equal(row.data?.status, 'PENDING');`,
  keys: `
    const key = await client.POST('/v1/keys', { body: { name: 'billing', scopes: ['ingest'] } });
    assert.match(key.data?.key ?? '', /^whd_/);
    // @ts-expect-error a scope that does not exist
    await client.POST('/v1/keys', { body: { name: 'billing', scopes: ['root'] } });
    const path = { id: key.data?.id ?? '' };
    const ended = await client.DELETE('/v1/keys/{id}', { params: { path } });
    assert.equal(ended.response.status, 204);
    const { data } = await client.GET('/v1/keys');
    assert.ok(data?.keys.find((info) => info.id === path.id)?.revokedAt !== undefined);`,
};

const program = `
  import assert from 'node:assert/strict';
  import createClient from 'openapi-fetch';
  import type { components, paths } from './whodid.ts';

  const client = createClient<paths>({
    baseUrl: process.env.WHODID_URL ?? '',
    headers: { authorization: \`Bearer \${process.env.WHODID_KEY}\` },
  });
  ${Object.values(parts).join('\n')}
  console.log('all of it works');
`;

const config = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    // The client's own declarations are not ours to check.
    skipLibCheck: true,
  },
  files: ['program.ts'],
};

describe('a client made from the description', { timeout: 120_000 }, () => {
  let directory: string;
  let collector: Collector;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'whodid-client-'));
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
    writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
    writeFileSync(join(directory, 'program.ts'), program);
    const dataDir = join(directory, 'collector');
    collector = await createCollector({ port: 0, store: 'memory:', dataDir });
    const source = `${collector.url}/openapi.json`;
    await run(tool('openapi-typescript'), [source, '-o', join(directory, 'whodid.ts')]);
  });

  after(async () => {
    await collector?.close();
    rmSync(directory, { recursive: true });
  });

  test('its types fit what people write, and refuse what is wrong', async () => {
    await run(tool('tsc'), ['--project', directory]);
  });

  test('it posts, finds and moves entries, keeps an own log, and makes and ends keys', async () => {
    const output = await run(join(directory, 'program.ts'), []);
    assert.match(output, /all of it works/);
  });

  /** Runs a script to its end. Its output. */
  async function run(script: string, args: readonly string[]): Promise<string> {
    const env = { ...process.env, WHODID_URL: collector.url, WHODID_KEY: collector.localKey };
    const child = spawn(process.execPath, [script, ...args], { cwd: directory, env });
    const [output, errors, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise((resolve) => child.once('close', resolve)),
    ]);
    assert.equal(code, 0, `${script}: ${output}${errors}`);
    return output;
  }
});
