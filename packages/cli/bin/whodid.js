#!/usr/bin/env node
// Plain JavaScript that old versions of Node can read, so that they get a sentence and not a
// syntax error. Everything else is in src/main.ts.
import { existsSync } from 'node:fs';
import module from 'node:module';
import process from 'node:process';

const wanted = 24;
const condition = 'whodid-source';

if (Number(process.versions.node.split('.')[0]) < wanted) {
  process.stderr.write(
    `✖ whodid needs Node ${wanted} or newer, this is ${process.versions.node} (${process.execPath})\n` +
      '  → install Node 24, or in this repository: npm ci && npx whodid\n',
  );
  process.exit(1);
}

const source = new URL('../src/main.ts', import.meta.url);
const inCheckout = existsSync(source);
if (inCheckout) {
  // In a checkout the packages run from source. Starting Node again with `--conditions` would cost
  // a second start and stand between us and our signals.
  module.registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: [...context.conditions, condition] }),
  });
}
const { main } = await import(inCheckout ? source.href : '../dist/main.js');
await main();
