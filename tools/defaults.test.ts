// The default in a doc comment is what people read; the default in a rule is what they get.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type OptionRule, type OptionRules, readOptions } from '@whodid/core';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = ['core', 'capture', 'orm', 'collector'].flatMap(optionFiles);

for (const file of files) {
  test(`documented defaults are the real ones: ${file}`, async () => {
    const rules = await rulesOf(file);
    const real = Object.entries(readOptions('test', rules, {}));
    const documented = [
      ...read(file).matchAll(/@defaultValue `([^`]+)`[^/]*\*\/\s*readonly (\w+)\?/g),
    ];
    for (const [, value, name] of documented) {
      const found = real.find(([option]) => option === name);
      assert.ok(found, `${name} is documented and has no rule`);
      const isData = typeof found[1] === 'object' && found[1] !== null;
      const shown = isData ? JSON.stringify(found[1]) : String(found[1]);
      assert.equal(shown, value, `the default of ${name}`);
    }
  });
}

test('there are option files to compare', () => {
  assert.ok(files.length >= 3, files.join(', '));
});

/** The rules that a module exports, as a constant or as a function without arguments. */
async function rulesOf(file: string): Promise<OptionRules<Record<string, unknown>>> {
  const module = (await import(join(root, file))) as Record<string, unknown>;
  const rules = Object.entries(module).find(([name]) => name.endsWith('Rules'))?.[1];
  const table = typeof rules === 'function' ? (rules as () => unknown)() : rules;
  assert.ok(isRules(table), `${file} exports no rules`);
  return table;
}

function isRules(value: unknown): value is Record<string, OptionRule<unknown>> {
  return typeof value === 'object' && value !== null;
}

function optionFiles(name: string): string[] {
  return readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('-options.ts') && path !== 'options.ts')
    .map((path) => join('packages', name, 'src', path));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
