import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isWhodidError } from '@whodid/core';
import { parseQuery, queryFields, timeWords } from '@whodid/core/query';

const guide = readFileSync(new URL('../../../../docs/query.md', import.meta.url), 'utf8');

test('docs/query.md has the table of fields as it is', () => {
  const rows = queryFields.map(({ name, meaning, example, choices }) => {
    const values =
      choices === undefined ? '' : `: ${choices.map((choice) => `\`${choice}\``).join(', ')}`;
    return `| \`${name}\` | ${meaning}${values} | \`${example}\` |`;
  });
  const table = ['| field | entries by | example |', '| --- | --- | --- |', ...rows].join('\n');
  assert.ok(guide.includes(table), `the table should be:\n${table}`);
});

test('docs/query.md names every time word', () => {
  for (const word of timeWords) assert.ok(guide.includes(word), word);
});

test('every example in the tables of docs/query.md can be read', () => {
  const [before = ''] = guide.split('| mistake | answer |');
  const cells = [...before.matchAll(/^\| (`.*?`) \|/gm)].map(([, cell = '']) => cell);
  const examples = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)]);
  assert.ok(examples.length > 50);
  for (const [, text = ''] of examples) assert.ok(parseQuery(text, { now: 0, me: 'u_17' }), text);
});

test('docs/query.md answers mistakes as the parser does', () => {
  const section = guide.slice(guide.indexOf('| mistake | answer |'));
  const rows = [...section.matchAll(/^\| `([^`]+)` \| (.+?)(?:, did you mean (.+)\?)? \|$/gm)];
  assert.ok(rows.length >= 7);
  for (const [, text = '', problem = '', suggestion] of rows) {
    assert.throws(
      () => parseQuery(text, { now: 0 }),
      (error) =>
        isWhodidError(error, 'QUERY_INVALID') &&
        error.facts.problem.startsWith(problem) &&
        error.facts.suggestion === suggestion,
      text,
    );
  }
});

// The dashboard bundles this entry point for browsers.
test('@whodid/core/query reaches no module of Node', () => {
  const seen = new Set<string>();
  const visit = (file: URL): void => {
    if (seen.has(file.href)) return;
    seen.add(file.href);
    const source = readFileSync(file, 'utf8').replaceAll(/(?:im|ex)port type [^;]*;/g, '');
    assert.doesNotMatch(source, /\b(?:Buffer|process)\.\w/, fileURLToPath(file));
    for (const [, path = ''] of source.matchAll(/from '([^']+)'/g)) {
      assert.match(path, /^\./, `${fileURLToPath(file)} imports ${path}`);
      visit(new URL(path, file));
    }
  };
  visit(new URL('../../src/query/index.ts', import.meta.url));
  assert.ok(seen.size > 15);
});
