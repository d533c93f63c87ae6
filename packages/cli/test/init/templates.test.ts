// Each template is a small app as people write them. What is shown for each: init finds the place,
// changes nothing without a yes, and afterwards the app really runs and its requests are recorded.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Collector, createCollector } from '@whodid/collector';
import { runCommandLine } from '../../src/run-command-line.ts';
import { afterwards } from '../afterwards.ts';
import { apiOf } from '../commands/api-of.ts';
import { freePort } from '../commands/temporary.ts';
import { fakeIo } from '../fake-io.ts';
import { runWhodid, until } from '../run-whodid.ts';
import { templateApp, treeOf } from './template-app.ts';

interface Expected {
  readonly service: string;
  readonly found: RegExp;
  /** The file of the app, and what must stand in it afterwards. */
  readonly app: string;
  readonly has: RegExp;
  readonly recorder: string;
  readonly start: readonly string[];
  readonly path: string;
  readonly route: string;
}

const expected: { readonly [template: string]: Expected } = {
  'express-ts': {
    service: 'orders-api',
    found: /pnpm 10 · TypeScript \(ESM\) · Express 5\.\d+ \(src\/app\.ts\) · passport · Prisma/,
    app: 'src/app.ts',
    has: /from "express";\nimport { findOrder } from ".\/orders.ts";\nimport { expressCapture } from "@whodid\/capture\/express";\nimport { recorder } from ".\/whodid.ts";\n\n.*\/\/ one for each process\napp\.use\(expressCapture\(recorder, \{ keepOthers: (['"])metadata\1 \}\)\);\n/,
    recorder: 'src/whodid.ts',
    start: ['src/server.ts'],
    path: '/orders/7',
    route: '/orders/:id',
  },
  'express-cjs': {
    service: 'old-shop',
    found: /npm · JavaScript \(CommonJS\) · Express 4\.\d+ \(app\.js\)/,
    app: 'app.js',
    has: /^#!.*\r\n'use strict'\r\n[\s\S]*\.\/routes'\)\r\nconst \{ expressCapture \} = require\('@whodid\/capture\/express'\)\r\nconst \{ recorder \} = require\('\.\/whodid'\)\r\n[\s\S]*express\(\)\r\n\tapp\.use\(expressCapture\(recorder, \{ keepOthers: (['"])metadata\1 \}\)\)\r\n\r\n\tapp\.set/,
    recorder: 'whodid.js',
    start: ['app.js'],
    path: '/orders/7',
    route: '/orders/:id',
  },
  'fastify-esm': {
    service: '@acme/invoices',
    found: /npm · JavaScript \(ESM\) · Fastify 5\.\d+ \(build\.mjs\) · @fastify\/jwt/,
    app: 'build.mjs',
    has: /\n {4}\}\)\n {4}await fastify\.register\(fastifyCapture, \{ recorder, keepOthers: (['"])metadata\1 \}\)\n {4}fastify\.get/,
    recorder: 'whodid.mjs',
    start: ['server.mjs'],
    path: '/orders/7',
    route: '/orders/:id',
  },
  'nest-ts': {
    service: 'tickets',
    found: /npm · TypeScript \(ESM\) · NestJS 12\.\d+ \(src\/main\.ts\) · passport/,
    app: 'src/main.ts',
    has: /import \{ recorder \} from "\.\/whodid\.js";\n\n[\s\S]*\t\);\n\tnestCapture\(app, recorder, \{ keepOthers: (['"])metadata\1 \}\);\n\tapp\.set/,
    recorder: 'src/whodid.ts',
    start: ['dist/main.js'],
    path: '/api/orders/7',
    route: '/api/orders/:id',
  },
  'koa-cjs': {
    service: 'koa-shop',
    found: /npm · JavaScript \(CommonJS\) · Koa 3\.\d+ \(index\.cjs\)/,
    app: 'index.cjs',
    has: /const \{ recorder: whodidRecorder \} = require\("\.\/whodid\.cjs"\)\n[\s\S]* {4}this\.app\.use\(koaCapture\(whodidRecorder, \{ keepOthers: (['"])metadata\1 \}\)\)\n {4}this\.router/,
    recorder: 'whodid.cjs',
    start: ['index.cjs'],
    path: '/orders/7',
    route: '/orders/:id',
  },
  'hono-ts': {
    service: 'hono-api',
    found: /npm · TypeScript \(ESM\) · Hono 4\.\d+ \(src\/index\.ts\)/,
    app: 'src/index.ts',
    has: /const app = new Hono\(\)\napp\.use\(honoCapture\(recorder, \{ keepOthers: (['"])metadata\1 \}\)\)\n;\[\[/,
    recorder: 'src/whodid.ts',
    start: ['src/index.ts'],
    path: '/orders/7',
    route: '/orders/:id',
  },
};

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

let place: string;
let collector: Collector;
let env: { readonly [name: string]: string };

before(async () => {
  place = mkdtempSync(join(tmpdir(), 'whodid-init-'));
  collector = await createCollector({ port: 0, dataDir: join(place, 'collector') });
  env = {
    PATH: process.env.PATH ?? '',
    WHODID_URL: collector.url,
    WHODID_KEY: collector.localKey,
    WHODID_SPOOL_DIR: join(place, 'spool'),
  };
});

after(async () => {
  await collector.close();
  rmSync(place, { recursive: true, maxRetries: 3 });
});

for (const [template, wanted] of Object.entries(expected)) {
  describe(`init on ${template}`, () => {
    test('plans, applies, runs, and undoes to the byte', async (t) => {
      const directory = templateApp(t, template);
      const untouched = treeOf(directory);

      const dry = await whodid(['init', '--dry-run'], directory);
      assert.equal(dry.code, 3, dry.stderr);
      assert.match(dry.stdout, new RegExp(`^\\+\\+\\+ b/${wanted.app}$`, 'm'));
      assert.deepEqual(treeOf(directory), untouched, 'a dry run changes nothing');

      const refused = await whodid(['init'], directory);
      assert.equal(refused.code, 2, refused.stderr);
      assert.match(refused.stderr, /needs a yes.*\n {2}→ npx whodid init --yes/);
      assert.deepEqual(treeOf(directory), untouched, 'nothing is changed without a yes');

      const applied = await whodid(['init', '--yes', '--no-install'], directory);
      assert.equal(applied.code, 0, applied.stderr);
      assert.match(applied.stderr, wanted.found);
      assert.match(readFileSync(join(directory, wanted.app), 'utf8'), wanted.has);
      assert.ok(existsSync(join(directory, wanted.recorder)));
      await checkTestEntry(applied.stderr, wanted);

      const changed = treeOf(directory);
      const again = await whodid(['init', '--yes', '--no-install'], directory);
      assert.equal(again.code, 0, again.stderr);
      assert.match(again.stderr, /Everything is in place: nothing was changed/);
      assert.deepEqual(treeOf(directory), changed, 'a second run changes nothing');

      await runsAndIsRecorded(t, directory, wanted);

      const undone = await whodid(['init', '--undo'], directory);
      assert.equal(undone.code, 0, undone.stderr);
      assert.deepEqual(treeOf(directory), untouched, 'undo leaves every byte as it was');
    });

    if (!template.endsWith('-ts')) return;
    test('what it writes passes the type check', async (t) => {
      const directory = templateApp(t, template);
      assert.equal((await whodid(['init', '--yes', '--no-install'], directory)).code, 0);
      // The packages are there as source, so that their types need no build.
      const { status, stdout } = spawnSync(
        process.execPath,
        [tsc, '--noEmit', '--customConditions', 'whodid-source', '--allowImportingTsExtensions'],
        { cwd: directory, encoding: 'utf8' },
      );
      assert.equal(status, 0, stdout);
    });
  });
}

test('without a collector one is started for the test entry, and nothing of it is left', async (t) => {
  const directory = templateApp(t, 'koa-cjs');
  const { code, stdout, stderr } = await runWhodid(['init', '--yes', '--no-install'], {
    cwd: directory,
  });
  assert.equal(code, 0, stderr);
  assert.equal(stdout, '');
  assert.match(stderr, /✔ test entry {2}\S+\n.* by a collector of its own, gone again, and found/);
  assert.deepEqual(readdirSync(join(directory, '.whodid')), ['.gitignore', 'init.json']);
});

test('a recorder that cannot be made is told, with the way back', async (t) => {
  const directory = templateApp(t, 'koa-cjs');
  assert.equal((await whodid(['init', '--yes', '--no-install'], directory)).code, 0);
  appendFileSync(join(directory, 'whodid.cjs'), "throw new Error('no such setting');\n");
  const { code, stderr } = await whodid(['init'], directory);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /✖ The code is in place, but the test entry did not arrive: no such setting\n/,
  );
  assert.match(stderr, /→ npx whodid doctor .*npx whodid init --undo takes the code out again\n$/);
});

async function checkTestEntry(stderr: string, { service }: Expected): Promise<void> {
  const [, id] = /✔ test entry {2}(\S+)\n/.exec(stderr) ?? [];
  assert.match(stderr, /and found again/);
  const found = await apiOf(join(place, 'collector')).entry(`id:${id}`);
  assert.deepEqual([found.action, found.service.name], ['whodid.init', service]);
}

async function runsAndIsRecorded(
  t: TestContext,
  directory: string,
  { start, path, route, service }: Expected,
): Promise<void> {
  if (start[0]?.startsWith('dist/')) build(directory);
  const port = await freePort();
  const app = spawn(process.execPath, ['--conditions=whodid-source', ...start], {
    cwd: directory,
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [app.stdout, app.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const ended = once(app, 'exit');
  afterwards(t, () => app.kill('SIGKILL'));
  // A path of its own for each, since all templates share the collector.
  const asked = `${path}-${service.replace(/\W/g, '')}`;
  const answer = await until(
    () => fetch(`http://127.0.0.1:${port}${asked}`).catch(() => null),
    30_000,
    () => output,
    ended,
  );
  assert.equal(answer.status, 200, output);
  const { id } = (await answer.json()) as { readonly id: string };
  assert.equal(id, asked.split('/').at(-1), 'the app answers as it did');
  const entry = await apiOf(join(place, 'collector')).entry(`path:${asked}`, 30_000);
  assert.deepEqual(
    [entry.kind, entry.http?.route, entry.http?.statusCode, entry.service.name],
    ['http.in', route, 200, service],
  );
  app.kill('SIGTERM');
  await ended;
  rmSync(join(directory, 'dist'), { recursive: true, force: true });
}

// Types are the business of another test; this is about decorators, which Node cannot read.
function build(directory: string): void {
  spawnSync(process.execPath, [tsc, '--noCheck', '--noResolve'], { cwd: directory });
  assert.ok(existsSync(join(directory, 'dist', 'main.js')));
}

async function whodid(
  args: readonly string[],
  cwd: string,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { io, stdout, stderr } = fakeIo({ cwd, env });
  const code = await runCommandLine(args, io);
  return { code, stdout: stdout(), stderr: stderr() };
}
