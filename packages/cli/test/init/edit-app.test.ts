// What is added looks like the code around it, and never changes what was there: each example is one
// way in which people write, and the properties go through all combinations.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { editApp } from '../../src/init/code/edit-app.ts';
import { addDependencies } from '../../src/init/code/edit-manifest.ts';
import { type AppMaking, findApps } from '../../src/init/code/find-apps.ts';
import { parseCode } from '../../src/init/code/parse-code.ts';
import type { Keep } from '../../src/init/keep.ts';
import { init, manifest, project } from './project.ts';
import { treeOf } from './template-app.ts';

interface Example {
  readonly path?: string;
  readonly keep?: Keep;
  readonly before: string;
  readonly after: string;
}

const examples: { readonly [what: string]: Example } = {
  'a directive, a shebang and a licence stay first': {
    before: `#!/usr/bin/env node\n// Licence\n'use strict'\nconst app = require('express')()\n`,
    after: `#!/usr/bin/env node\n// Licence\n'use strict'\nconst { expressCapture } = require('@whodid/capture/express')\nconst { recorder } = require('./whodid.js')\nconst app = require('express')()\napp.use(expressCapture(recorder))\n`,
  },
  'the environment is read first': {
    before: `const express = require("express");\nconst dotenv = require("dotenv");\ndotenv.config({ path: "x" });\nconst app = express();\n`,
    after: `const express = require("express");\nconst dotenv = require("dotenv");\ndotenv.config({ path: "x" });\nconst { expressCapture } = require("@whodid/capture/express");\nconst { recorder } = require("./whodid.js");\nconst app = express();\napp.use(expressCapture(recorder));\n`,
  },
  'code without semicolons keeps the one that opens a line': {
    before: `import express from 'express'\nconst app = express()\n;[1, 2].forEach(use)\n`,
    after: `import express from 'express'\nimport { expressCapture } from '@whodid/capture/express'\nimport { recorder } from './whodid.js'\nconst app = express()\napp.use(expressCapture(recorder))\n;[1, 2].forEach(use)\n`,
  },
  'everything on one line': {
    before: `const e=require('express');const app=e();app.listen(1);`,
    after: `const e=require('express');\nconst { expressCapture } = require('@whodid/capture/express');\nconst { recorder } = require('./whodid.js');const app=e();\napp.use(expressCapture(recorder));app.listen(1);`,
  },
  'a function on one line': {
    before: `import Koa from 'koa';\nexport function make() { const app = new Koa(); return app; }\n`,
    after: `import Koa from 'koa';\nimport { koaCapture } from '@whodid/capture/koa';\nimport { recorder } from './whodid.js';\nexport function make() { const app = new Koa();\napp.use(koaCapture(recorder)); return app; }\n`,
  },
  'comments behind a statement': {
    before: `import express from 'express'; /* web */\nvar app = express(); // the app\n`,
    after: `import express from 'express'; /* web */\nimport { expressCapture } from '@whodid/capture/express';\nimport { recorder } from './whodid.js';\nvar app = express(); // the app\napp.use(expressCapture(recorder));\n`,
  },
  'no line end at the end': {
    before: `import express from 'express'\nexport const app = express()`,
    after: `import express from 'express'\nimport { expressCapture } from '@whodid/capture/express'\nimport { recorder } from './whodid.js'\nexport const app = express()\napp.use(expressCapture(recorder))`,
  },
  'a namespace, a cast and types': {
    path: 'app.ts',
    before: `import * as express from "express";\nimport type { Express } from "express";\nconst app = (express() as Express)!;\n`,
    after: `import * as express from "express";\nimport type { Express } from "express";\nimport { expressCapture } from "@whodid/capture/express";\nimport { recorder } from "./whodid.js";\nconst app = (express() as Express)!;\napp.use(expressCapture(recorder));\n`,
  },
  'TypeScript with import and require in one': {
    path: 'app.ts',
    before: `import express = require('express');\nlet app: any;\napp = express();\n`,
    after: `import express = require('express');\nimport { expressCapture } from '@whodid/capture/express';\nimport { recorder } from './whodid.js';\nlet app: any;\napp = express();\napp.use(expressCapture(recorder));\n`,
  },
  'less is kept, in the quotes of the file': {
    keep: 'metadata',
    before: `import Koa from "koa"\nconst app = new Koa()\n`,
    after: `import Koa from "koa"\nimport { koaCapture } from "@whodid/capture/koa"\nimport { recorder } from "./whodid.js"\nconst app = new Koa()\napp.use(koaCapture(recorder, { keepOthers: "metadata" }))\n`,
  },
  'options beside the recorder of Fastify, which is called something else': {
    keep: 'requests',
    before: `import { fastify } from 'fastify';\nconst recorder = 1;\nconst app = fastify();\n`,
    after: `import { fastify } from 'fastify';\nimport { fastifyCapture } from '@whodid/capture/fastify';\nimport { recorder as whodidRecorder } from './whodid.js';\nconst recorder = 1;\nconst app = fastify();\napp.register(fastifyCapture, { recorder: whodidRecorder, bodyLimitBytes: { request: 16384, response: 0 } });\n`,
  },
  'options behind the recorder of NestJS': {
    path: 'main.ts',
    keep: 'metadata',
    before: `import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.create(A);\n`,
    after: `import { NestFactory } from '@nestjs/core';\nimport { nestCapture } from '@whodid/capture/nest';\nimport { recorder } from './whodid.js';\nconst app = await NestFactory.create(A);\nnestCapture(app, recorder, { keepOthers: 'metadata' });\n`,
  },
  'recorder is taken': {
    before: `import { fastify } from 'fastify';\nconst recorder = 1;\nconst app = fastify();\n`,
    after: `import { fastify } from 'fastify';\nimport { fastifyCapture } from '@whodid/capture/fastify';\nimport { recorder as whodidRecorder } from './whodid.js';\nconst recorder = 1;\nconst app = fastify();\napp.register(fastifyCapture, { recorder: whodidRecorder });\n`,
  },
};

describe('editApp', () => {
  for (const [what, example] of Object.entries(examples)) {
    const { path = 'app.js', keep = 'bodies', before, after } = example;
    test(what, () => assert.equal(edited(before, path, keep), after));
  }
});

// Every way of writing that is drawn makes one app, and what comes out is what went in and our lines.
test('whatever the style, the result parses, has our lines more and is undone to the byte', async (t) => {
  const choice = <T>(...values: T[]) => fc.constantFrom(...values);
  const written = fc.record({
    quote: choice("'", '"'),
    semicolon: choice(';', ''),
    indentation: choice('\t', '  ', '    '),
    lineEnd: choice('\n', '\r\n'),
    mark: choice('', '\ufeff'),
    head: choice('', '// © somebody', '/* ü\u2028 */'),
    directive: choice('', 'use strict'),
    modules: choice('import', 'require'),
    place: choice('top', 'function', 'method', 'async'),
    behind: choice('', ' // the app', ' /* the app */', '   '),
    next: choice(
      '(async () => {})()',
      '[1].map(f)',
      'app.get(x)',
      '`x`.trim()',
      '/x/.test(y)',
      '+1',
    ),
    end: choice('', '\n'),
  });
  await fc.assert(
    fc.asyncProperty(written, async (style) => {
      const text = textIn(style);
      const directory = project(t, {
        'package.json': manifest({ express: '5.3' }, { type: 'commonjs' }),
        'app.js': text,
      });
      const before = treeOf(directory);
      const applied = await init(directory);
      assert.equal(applied.code, 0, `${applied.stderr}\n${text}`);
      const after = readFileSync(join(directory, 'app.js'), 'utf8');
      const lines = after.split(/\r?\n/);
      const ours = lines.filter((line) => /whodid|expressCapture\(/.test(line));
      assert.equal(ours.length, 3, after);
      assert.ok('program' in parseCode(after, 'app.js'), after);
      const theirs = after.split(/(?<=\n)/).filter((line) => !/whodid|expressCapture\(/.test(line));
      assert.equal(theirs.join('').trimEnd(), text.trimEnd(), 'nothing else has changed');
      if (style.lineEnd === '\r\n') assert.doesNotMatch(after.trimEnd(), /[^\r]\n/);
      if (style.quote === '"') assert.match(ours[1] ?? '', /"\.\/whodid/);
      assert.equal((await init(directory, ['--undo'])).code, 0);
      assert.deepEqual(treeOf(directory), before);
    }),
    { numRuns: 150 },
  );
});

test('a package.json keeps its form, in every form', () => {
  const lineEnd = fc.constantFrom('\n', '\r\n');
  const mark = fc.constantFrom('', '\ufeff');
  const where = fc.constantFrom('none', 'first', 'last');
  const indentations = fc.constantFrom('\t', '  ', '    ', '');
  const names = fc.uniqueArray(
    fc.constantFrom('express', '@acme/x', 'zod', '@zeta/y', '@whodid/core'),
  );
  const forms = fc.record({ names, indentation: indentations, lineEnd, mark, where });
  fc.assert(
    fc.property(forms, (form) => {
      const [object, text] = manifestIn(form);
      const after = addDependencies(text, [
        ['@whodid/capture', '^1.0.0'],
        ['@whodid/core', '^1.0.0'],
      ]);
      const ours = { '@whodid/capture': '^1.0.0', '@whodid/core': '^1.0.0' };
      const dependencies = { ...ours, ...object.dependencies };
      assert.deepEqual(JSON.parse(after.replace('\ufeff', '')), { ...object, dependencies });
      if (form.indentation === '') return;
      // Whatever was on a line still is, but for a comma behind it.
      const linesOf = (json: string) => json.split(/\r?\n/).map((line) => line.replace(/,$/, ''));
      const lines = new Set(linesOf(after));
      for (const line of linesOf(text)) {
        assert.ok(line.includes('{}') || lines.has(line), `${line}\n${after}`);
      }
    }),
    { numRuns: 300 },
  );
});

function manifestIn(form: {
  readonly names: readonly string[];
  readonly indentation: string;
  readonly lineEnd: string;
  readonly mark: string;
  readonly where: string;
}): readonly [{ readonly dependencies?: object }, string] {
  const dependencies = Object.fromEntries(form.names.map((name) => [name, '1']));
  const object = {
    ...(form.where === 'first' ? { dependencies } : {}),
    name: 'x',
    scripts: {},
    ...(form.where === 'last' ? { dependencies } : {}),
  };
  const text = JSON.stringify(object, null, form.indentation).replaceAll('\n', form.lineEnd);
  return [object, form.mark + text];
}

function textIn(style: {
  readonly quote: string;
  readonly semicolon: string;
  readonly indentation: string;
  readonly lineEnd: string;
  readonly mark: string;
  readonly head: string;
  readonly directive: string;
  readonly modules: string;
  readonly place: string;
  readonly behind: string;
  readonly next: string;
  readonly end: string;
}): string {
  const { quote, semicolon, indentation, modules, place, behind, next } = style;
  const literal = (text: string): string => quote + text + quote;
  // Without semicolons, a line that could go on the one before it begins with one.
  const guarded = semicolon === '' && /^[([`/+]/.test(next) ? `;${next}` : next;
  const making = [`app = express()${semicolon}${behind}`, `${guarded}${semicolon}`];
  const inner = [`const ${making[0]}`, making[1] ?? ''].map((line) => indentation + line);
  const bodies: { readonly [place: string]: readonly string[] } = {
    top: [`let ${making[0]}`, making[1] ?? ''],
    function: ['function make() {', ...inner, '}'],
    method: [
      'class A {',
      `${indentation}make() {`,
      ...inner.map((line) => indentation + line),
      `${indentation}}`,
      '}',
    ],
    async: ['async function make() {', ...inner, '}'],
  };
  const brought =
    modules === 'import'
      ? `import express from ${literal('express')}${semicolon}`
      : `const express = require(${literal('express')})${semicolon}`;
  const lines = [
    style.head,
    style.directive === '' ? '' : `${literal(style.directive)}${semicolon}`,
    brought,
    `const other = ${literal('text')}${semicolon}`,
    '',
    ...(bodies[place] ?? []),
  ];
  return style.mark + lines.join(style.lineEnd) + style.end.replace('\n', style.lineEnd);
}

function edited(text: string, path: string, keep: Keep): string {
  const parsed = parseCode(text, path);
  assert.ok('program' in parsed);
  const [app] = findApps(parsed.program);
  assert.ok(app !== undefined && app.app !== null);
  const result = editApp({
    text,
    path,
    program: parsed.program,
    app: app as AppMaking & { readonly app: string },
    recorderFrom: './whodid.js',
    mayAwait: false,
    keep,
  });
  return 'text' in result ? result.text : result.trouble;
}
