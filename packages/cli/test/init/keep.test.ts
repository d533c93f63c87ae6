// What may be stored is somebody's decision: it is asked, has a careful default, and is true for what
// the app then records.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRecorder } from '@whodid/core';
import express from 'express';
import type { Ask } from '../../src/init/ask.ts';
import { type Keep, optionsFor } from '../../src/init/keep.ts';
import { until } from '../run-whodid.ts';
import { expressApp, init, initAsking, manifest, project } from './project.ts';
import { treeOf } from './template-app.ts';

const files = { 'package.json': manifest({ express: '5.3' }), 'app.js': expressApp };

const registered: { readonly [K in Keep]: string } = {
  metadata: "app.use(expressCapture(recorder, { keepOthers: 'metadata' }));",
  requests:
    'app.use(expressCapture(recorder, { bodyLimitBytes: { request: 16384, response: 0 } }));',
  bodies: 'app.use(expressCapture(recorder));',
};

for (const keep of ['metadata', 'requests', 'bodies'] as const) {
  test(`what is answered, ${keep}, is what is planned, written and undone`, async (t) => {
    const directory = project(t, files);
    const before = treeOf(directory);
    const { ask, questions } = answering(keep, 'yes');
    const { code, stderr } = await initAsking(directory, ask);
    assert.equal(code, 0, stderr);
    assert.deepEqual(questions, ['What may be stored?', 'Change 4 files?']);
    assert.ok(linesOf(directory).includes(registered[keep]));
    assert.match(
      stderr,
      keep === 'metadata' ? /Kept {3}.*no bodies/ : /Kept {3}every request, with/,
    );
    assert.equal((await init(directory, ['--undo'])).code, 0);
    assert.deepEqual(treeOf(directory), before);
  });

  test(`--keep ${keep} asks nothing, and a dry run shows it`, async (t) => {
    const directory = project(t, files);
    const dry = await init(directory, ['--dry-run', '--keep', keep]);
    assert.equal(dry.code, 3);
    assert.ok(dry.stdout.split('\n').includes(`+${registered[keep]}`), dry.stdout);
    const done = await init(directory, ['--yes', '--no-install', '--json', '--keep', keep]);
    assert.equal(JSON.parse(done.stdout).keep, keep);
    assert.ok(linesOf(directory).includes(registered[keep]));
  });
}

test('without an answer the least is kept: with --yes, in a dry run, and in lines to put in', async (t) => {
  const directory = project(t, files);
  const { stdout } = await init(directory, ['--dry-run']);
  assert.ok(stdout.includes(`+${registered.metadata}`), stdout);
  const { stderr } = await init(directory);
  assert.match(stderr, /Kept {3}metadata of every request, no bodies\n/);
  assert.ok(linesOf(directory).includes(registered.metadata));

  const unclear = project(t, {
    ...files,
    'app.js': `${expressApp}const recorder = expressCapture;\n`,
  });
  const told = await init(unclear);
  assert.equal(told.code, 1);
  assert.ok(told.stderr.includes(registered.metadata), told.stderr);
  const wanted = await init(unclear, ['--yes', '--keep', 'bodies']);
  assert.ok(wanted.stderr.includes(registered.bodies), wanted.stderr);
});

test('somebody who leaves at the question has changed nothing', async (t) => {
  const directory = project(t, files);
  const before = treeOf(directory);
  const { ask, questions } = answering(null);
  const { code, stderr } = await initAsking(directory, ask);
  assert.equal(code, 130);
  assert.match(stderr, /Nothing was changed\n$/);
  assert.equal(questions.length, 1);
  assert.deepEqual(treeOf(directory), before);
});

test('an app that has capture says itself what is kept', async (t) => {
  const directory = project(t, files);
  assert.equal((await init(directory)).code, 0);
  const before = treeOf(directory);
  const { ask, questions } = answering('bodies', 'yes');
  const again = await initAsking(directory, ask);
  assert.equal(again.code, 0, again.stderr);
  assert.deepEqual(questions, []);
  const wanted = await init(directory, ['--yes', '--keep', 'bodies']);
  assert.match(wanted.stderr, /⚠ --keep changes nothing: app\.js has capture already/);
  assert.deepEqual(treeOf(directory), before);
});

test('another word for --keep is an error that names those there are', async (t) => {
  const directory = project(t, files);
  const before = treeOf(directory);
  const { code, stderr } = await init(directory, ['--yes', '--keep', 'all']);
  assert.equal(code, 2);
  assert.match(stderr, /--keep must be one of metadata, requests, bodies/);
  assert.deepEqual(treeOf(directory), before);
});

for (const [keep, found] of [
  ['metadata', [false, false]],
  ['requests', [true, false]],
  ['bodies', [true, true]],
] as const) {
  test(`with ${keep} that is what an entry holds`, async (t) => {
    const { expressCapture } = await import('@whodid/capture/express');
    const recorder = createRecorder({ spoolDirectory: join(project(t, {}), 'spool') });
    t.after(() => recorder.close(0));
    const entries: string[] = [];
    recorder.on('entry', (entry) => void entries.push(JSON.stringify(entry)));
    const options = new Function(`return { ${optionsFor(keep, "'")} }`)();
    const app = express().use(expressCapture(recorder, options), express.json());
    app.post('/', (request, response) => void response.json({ answered: request.body.asked }));
    const server = app.listen(0, '127.0.0.1');
    t.after(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { readonly port: number };
    const headers = { 'content-type': 'application/json', connection: 'close' };
    const body = JSON.stringify({ asked: 'x', password: 'Planted' });
    await (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).text();
    await until(() => entries.length > 0, 10_000);
    const [text = ''] = entries;
    assert.deepEqual([text.includes('asked'), text.includes('answered')], found);
    assert.ok(!text.includes('Planted'));
  });
}

function linesOf(directory: string): readonly string[] {
  return readFileSync(join(directory, 'app.js'), 'utf8').split('\n');
}

function answering(...answers: readonly (string | null)[]): {
  readonly ask: Ask;
  readonly questions: string[];
} {
  const left = [...answers];
  const questions: string[] = [];
  const ask: Ask = {
    choose: async (question, choices) => {
      questions.push(question);
      const answer = left.shift();
      return choices.find(({ value }) => value === answer)?.value ?? null;
    },
  };
  return { ask, questions };
}
