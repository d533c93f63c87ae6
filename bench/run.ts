// Runs every bench after the other, never two at once, and prints what they print.
//
//   npm run bench                 all of them
//   npm run bench -- seal store   some of them
//   npm run bench -- --write      and puts the output into docs/performance.md
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});
const folder = fileURLToPath(new URL('.', import.meta.url));
const page = fileURLToPath(new URL('../docs/performance.md', import.meta.url));

const all = readdirSync(folder).filter((name) => name.endsWith('.bench.ts'));
const wanted = all.filter((name) => positionals.length === 0 || positionals.includes(nameOf(name)));

for (const file of wanted) {
  console.log(`\n== ${nameOf(file)}`);
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--conditions=whodid-source', '--expose-gc', join(folder, file)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  console.log(stdout);
  if (status !== 0) process.exitCode = 1;
  if (values.write && status === 0) keep(nameOf(file), stdout);
}

/** Replaces what stands between the bench's marks on the page. */
function keep(name: string, output: string): void {
  const text = readFileSync(page, 'utf8');
  const marks = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- /${name} -->)`);
  if (!marks.test(text)) throw new Error(`docs/performance.md has no place for ${name}`);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`;
  const block = `\`\`\`text\n${machine}\n${output.trim()}\n\`\`\``;
  writeFileSync(
    page,
    text.replace(marks, (_, start, end) => `${start}${block}${end}`),
  );
}

function nameOf(file: string): string {
  return basename(file, '.bench.ts');
}
