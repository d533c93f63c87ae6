// What init does not understand, or may not touch, it leaves as it is, and says what to do.
import assert from 'node:assert/strict';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { expressApp, init, manifest, project } from './project.ts';
import { treeOf } from './template-app.ts';

interface Left {
  readonly files: { readonly [path: string]: string | Buffer };
  readonly flags?: readonly string[];
  readonly says: RegExp;
  /** The one thing to do, on the last line. */
  readonly fix: RegExp;
}

const express = manifest({ express: '^5.3.0' });
const byHand = /→ npm install @whodid\/capture @whodid\/core, and then the lines\n$/;

const left: { readonly [what: string]: Left } = {
  'no package.json': {
    files: { 'app.js': expressApp },
    says: /✖ There is no package\.json here/,
    fix: /→ run it in the folder of your app: cd my-app && npx whodid init\n$/,
  },
  'a package.json that is no JSON': {
    files: { 'package.json': '{ "name": "shop", secret', 'app.js': expressApp },
    says: /✖ package\.json is no JSON object: nothing was changed/,
    fix: /→ mend it first/,
  },
  'a package.json that is a list': {
    files: { 'package.json': '[]' },
    says: /✖ package\.json is no JSON object/,
    fix: /→ mend it first/,
  },
  'no framework': {
    files: { 'package.json': manifest({ lodash: '4' }), 'app.js': 'console.log(1)' },
    says: /✖ None of NestJS, Fastify, Express, Koa, Hono is among the dependencies/,
    fix: /→ npx whodid dev -- npm start records any server of Node/,
  },
  'the root of a workspace': {
    files: {
      'package.json': manifest({}, { workspaces: ['apps/*', 'libs/*'] }),
      'apps/api/package.json': express,
      'apps/api/app.js': expressApp,
      'libs/x/package.json': manifest({}),
    },
    says: /✖ This is the root of a workspace and no app: nothing was changed\n {4}apps\/api\n/,
    fix: /→ run it in the folder of an app: cd apps\/api && npx whodid init\n$/,
  },
  'the root of a pnpm workspace': {
    files: {
      'package.json': manifest({}),
      'pnpm-workspace.yaml': "packages:\n  - 'services/*'\n",
      'services/web/package.json': manifest({ koa: '3' }),
    },
    says: /root of a workspace/,
    fix: /cd services\/web && npx whodid init/,
  },
  'a version that capture is not made for': {
    files: { 'package.json': manifest({ fastify: '^4.2.0' }), 'app.js': "import f from 'fastify'" },
    says: /✖ whodid is made for Fastify 5, this is Fastify 4\.2: nothing was changed/,
    fix: /→ npx whodid dev -- npm start/,
  },
  'an app made in a factory of another file': {
    files: {
      'package.json': express,
      'make.js': `import express from 'express';\nexport const make = () => express();\n`,
      'app.js': `import { make } from './make.js';\nconst app = make();\napp.listen(3000);\n`,
    },
    says: /Where the Express app is made is not certain[^✖]*make\.js:2 makes an app of Express without a name[^✖]*import \{ expressCapture \} from '@whodid\/capture\/express';[^✖]*app\.use\(expressCapture\(recorder, \{ keepOthers: 'metadata' \}\)\);/,
    fix: byHand,
  },
  'a computed require': {
    files: {
      'package.json': manifest({ express: '^5.3.0' }, { type: 'commonjs' }),
      'app.js': `const express = require('exp' + 'ress');\nconst app = express();\napp.listen(3000);\n`,
    },
    says: /is not certain[^✖]*const \{ expressCapture \} = require\('@whodid\/capture\/express'\);/,
    fix: byHand,
  },
  'a syntax error': {
    files: { 'package.json': express, 'app.js': `${expressApp}\nconst = secret-value;\n` },
    says: /is not certain[^✖]*app\.js:7 cannot be parsed/,
    fix: byHand,
  },
  'a file that is larger than people write': {
    files: { 'package.json': express, 'app.js': expressApp + '//'.padEnd(2 ** 20, 'x') },
    says: /app\.js is larger than 1 MiB/,
    fix: byHand,
  },
  'a file that is no UTF-8': {
    files: {
      'package.json': express,
      'app.js': Buffer.concat([Buffer.from(expressApp), Buffer.from([0x2f, 0x2f, 0xff, 0xfe])]),
    },
    says: /app\.js is not UTF-8 text/,
    fix: byHand,
  },
  'two apps in one file, of which none listens': {
    files: {
      'package.json': express,
      'app.js': `import express from 'express';\nexport const a = express();\nexport const b = express();\n`,
    },
    says: /app\.js:2 makes an app of Express as a\n {4}app\.js:3 makes an app of Express as b/,
    fix: byHand,
  },
  'two files with an app': {
    files: { 'package.json': express, 'a.js': expressApp, 'b.js': expressApp },
    says: /a\.js:3 makes an app of Express as app\n {4}b\.js:3 makes/,
    fix: /→ npx whodid init --app a\.js\n$/,
  },
  'an app of two frameworks': {
    files: {
      'package.json': manifest({ express: '5.3', koa: '3' }),
      'a.js': expressApp,
      'b.js': `import Koa from 'koa';\nconst app = new Koa();\napp.listen(1);\n`,
    },
    says: /a\.js:3 makes an app of Express\n {4}b\.js:2 makes an app of Koa/,
    fix: byHand,
  },
  'an app that is made in a condition': {
    files: {
      'package.json': express,
      'app.js': `import express from 'express';\nlet app;\nif (process.env.X) app = express();\n`,
    },
    says: /app\.js:3 makes an app of Express without a name/,
    fix: byHand,
  },
  'an app of Hono with a base path, which others do not share': {
    files: {
      'package.json': manifest({ hono: '4', '@hono/node-server': '2' }),
      'app.js': `import { Hono } from 'hono';\nconst app = new Hono().basePath('/api');\n`,
    },
    says: /app\.js:2 makes an app of Hono without a name/,
    fix: byHand,
  },
  'an app of Hono that runs elsewhere': {
    files: {
      'package.json': manifest({ hono: '4' }),
      'app.js': `import { Hono } from 'hono';\nexport default new Hono();\n`,
    },
    says: /✖ whodid records Hono on Node, served by @hono\/node-server, which is not among/,
    fix: /→ see docs\/guides\/hono\.md\n$/,
  },
  'an app of NestJS that is a promise': {
    files: {
      'package.json': manifest({ '@nestjs/core': '^12.0.0' }),
      'main.ts': `import { NestFactory } from '@nestjs/core';\nconst app = NestFactory.create(M);\n`,
    },
    says: /main\.ts:2 makes an app of NestJS without a name/,
    fix: byHand,
  },
  'names that are taken': {
    files: {
      'package.json': express,
      'app.js': `${expressApp}function expressCapture() {}\n`,
    },
    says: /app\.js has its own expressCapture/,
    fix: byHand,
  },
  'a file whodid.js of somebody else': {
    files: { 'package.json': express, 'app.js': expressApp, 'whodid.js': 'export const x = 1;\n' },
    says: /whodid\.js is there already and makes no recorder/,
    fix: byHand,
  },
  'TypeScript that does not read exports': {
    files: {
      'package.json': manifest({ express: '^5.3.0', typescript: '^5.4.0' }),
      'tsconfig.json': '{ "compilerOptions": { "module": "commonjs", /* old */ }, }',
      'src/app.ts': expressApp,
    },
    says: /✖ This TypeScript could not import @whodid\/capture as it is set up: nothing was changed/,
    fix: /→ set "module": "nodenext" in tsconfig\.json, then: npx whodid init\n$/,
  },
  'TypeScript that may not require ES modules': {
    files: {
      'package.json': manifest({ express: '^5.3.0', typescript: '^5.9.0' }, { type: 'commonjs' }),
      'base.json': '{ "compilerOptions": { "module": "node16" } }',
      'tsconfig.json': '{ "extends": "./base.json" }',
      'src/app.ts': expressApp,
    },
    says: /could not import @whodid\/capture/,
    fix: /→ set "module": "nodenext"/,
  },
  'a file that --app names and that is not there': {
    files: { 'package.json': express, 'app.js': expressApp },
    flags: ['--yes', '--app', 'nowhere.js'],
    says: /nowhere\.js is not there/,
    fix: byHand,
  },
  'a file that --app names and that is outside': {
    files: { 'package.json': express, 'app.js': expressApp },
    flags: ['--yes', '--app', '../../etc/hosts'],
    says: /\.\.\/\.\.\/etc\/hosts leads out of the project/,
    fix: byHand,
  },
  'nothing to undo': {
    files: { 'package.json': express, 'app.js': expressApp },
    flags: ['--undo'],
    says: /✖ There is nothing to undo here: no \.whodid\/init\.json/,
    fix: /→ run it where npx whodid init was run\n$/,
  },
};

describe('init leaves alone and explains', () => {
  for (const [what, { files, flags, says, fix }] of Object.entries(left)) {
    test(what, async (t) => {
      const directory = project(t, files);
      const before = treeOf(directory);
      const { code, stdout, stderr } = await init(directory, flags ?? ['--yes', '--no-install']);
      assert.equal(code, 1, stderr);
      assert.match(stderr, says);
      assert.match(stderr, fix);
      assert.doesNotMatch(stderr, /secret/, 'what is in files is not printed');
      assert.equal(stdout, '');
      assert.deepEqual(treeOf(directory), before);
    });
  }
});

test('symbolic links out of the project are not followed', async (t) => {
  const outside = project(t, { 'app.js': expressApp, 'notes.txt': 'mine\n', 'data/x': '' });
  const before = treeOf(outside);
  for (const [link, target, says] of [
    ['app.js', 'app.js', /app\.js leads out of the project/],
    ['.env.example', 'notes.txt', /✖ \.env\.example leads out of the project, so nothing/],
    ['.whodid', 'data', /✖ \.whodid leads out of the project, so nothing was changed/],
    ['whodid.js', 'not-there-yet.js', /✖ whodid\.js leads out of the project/],
  ] as const) {
    const directory = project(t, { 'package.json': manifest({ express: '5.3' }) });
    if (link !== 'app.js') writeFileSync(join(directory, 'app.js'), expressApp);
    symlinkSync(join(outside, target), join(directory, link));
    const { code, stderr } = await init(directory);
    assert.equal(code, 1, stderr);
    assert.match(stderr, says);
    assert.equal(
      readFileSync(join(directory, 'package.json'), 'utf8'),
      manifest({ express: '5.3' }),
    );
  }
  assert.deepEqual(treeOf(outside), before);
});

test('a symbolic link inside of the project is followed, and stays one', async (t) => {
  const directory = project(t, {
    'package.json': manifest({ express: '5.3' }),
    'src/real.js': expressApp,
  });
  symlinkSync('src/real.js', join(directory, 'app.js'));
  const before = treeOf(directory);
  assert.equal((await init(directory)).code, 0);
  assert.match(
    readFileSync(join(directory, 'src/real.js'), 'utf8'),
    /expressCapture\(recorder, \{ keepOthers: 'metadata' \}\)/,
  );
  assert.equal((await init(directory, ['--undo'])).code, 0);
  assert.deepEqual(treeOf(directory), before);
});

test('a record that names files outside of the project is not believed', async (t) => {
  const outside = project(t, { 'victim.txt': 'mine\n' });
  const change = {
    path: `../${outside.split('/').at(-1)}/victim.txt`,
    role: 'extra',
    before: Buffer.from('stolen\n').toString('base64'),
    after: Buffer.from('mine\n').toString('base64'),
    lines: [],
  };
  const record = { version: 1, runs: [{ at: '', install: [], changes: [change] }] };
  const directory = project(t, { '.whodid/init.json': JSON.stringify(record) });
  const { code, stderr } = await init(directory, ['--undo']);
  assert.equal(code, 1);
  assert.match(stderr, /leads out of the project and is left alone/);
  assert.equal(readFileSync(join(outside, 'victim.txt'), 'utf8'), 'mine\n');
});

test('a record that names what git or npm would run is not believed', async (t) => {
  for (const path of ['.git/hooks/post-checkout', 'node_modules/.bin/x', 'a/../.GIT/config']) {
    const change = { path, role: 'extra', before: 'ZXZpbA==', after: null, lines: [] };
    const record = { version: 1, runs: [{ at: '', install: [], changes: [change] }] };
    const directory = project(t, {
      '.whodid/init.json': JSON.stringify(record),
      '.git/hooks/x': '',
    });
    const before = treeOf(directory);
    const { code, stderr } = await init(directory, ['--undo']);
    assert.equal(code, 1);
    assert.match(stderr, /cannot be read, so nothing is undone/);
    assert.deepEqual(treeOf(directory), before);
  }
});
