// What can drift is compared: documents against the code they speak of.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { problemCodes } from '@whodid/collector';
import { errorCodes } from '@whodid/core';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('docs/errors.md has a row for every error code and for no other', () => {
  const [libraries = '', collector = ''] = read('docs/errors.md').split('## From the collector');
  assert.deepEqual(codesIn(libraries), errorCodes.toSorted());
  assert.deepEqual(codesIn(collector), problemCodes.toSorted());
});

function codesIn(text: string): (string | undefined)[] {
  return [...text.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code).toSorted();
}

test('every sentence of docs/guarantees.md names a test that exists', () => {
  const tests = testFiles().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  const rows = [...read('docs/guarantees.md').matchAll(/^\| (.+?) \| `(.+?)` \| (.+?) \|$/gm)];
  assert.ok(rows.length >= 20, `only ${rows.length} guarantees found`);
  for (const [, sentence, file, title] of rows) {
    const found = tests.find(({ path }) => path === file);
    assert.ok(found, `${file}, named for "${sentence}", does not exist`);
    assert.ok(found.text.includes(title ?? '?'), `${file} has no test "${title}"`);
  }
});

test('every npm command in README.md exists', () => {
  const scripts = JSON.parse(read('package.json')).scripts as Record<string, string>;
  const named = [
    ...read('README.md').matchAll(/npm (?:run )?(start|test|demo|bench|check|format)\b/g),
  ];
  assert.ok(named.length >= 3);
  for (const [, name] of named) assert.ok(scripts[name ?? ''], `npm run ${name} does not exist`);
});

test('links between documents lead somewhere', () => {
  for (const path of documents()) {
    for (const [, target] of read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
      const absolute = resolve(root, dirname(path), target ?? '');
      assert.ok(existsSync(absolute), `${path} links to ${target}, which is not there`);
    }
  }
});

function documents(): string[] {
  return [...filesBelow('docs'), 'README.md', 'CONTRIBUTING.md', 'SECURITY.md'].filter((path) =>
    path.endsWith('.md'),
  );
}

function testFiles(): string[] {
  return ['packages', 'examples', 'e2e', 'tools', 'bench']
    .flatMap(filesBelow)
    .filter((path) => path.endsWith('.ts'));
}

function filesBelow(folder: string): string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile() && !/node_modules|\/dist\b/.test(item.parentPath))
    .map((item) => relative(root, join(item.parentPath, item.name)));
}
