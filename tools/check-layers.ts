// Fails the build on an import that points up, reaches past a package's exports, or closes a circle.
//
// The order is that of docs/architecture.md. Tests and benches may import anything: they stand
// outside. Type imports count for the order and not for circles, since they vanish at run time.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each package may import from the others. */
const mayUse: Readonly<Record<string, readonly string[]>> = {
  core: [],
  capture: ['@whodid/core'],
  orm: ['@whodid/core'],
  store: ['@whodid/core'],
  dashboard: ['@whodid/core', '@whodid/capture'],
  testkit: ['@whodid/core', '@whodid/store'],
  collector: ['@whodid/core', '@whodid/capture', '@whodid/store', '@whodid/dashboard'],
  cli: ['@whodid/core', '@whodid/store', '@whodid/collector', '@whodid/capture'],
};

/** Folders inside `core`, lowest first. Files beside them at the top are lower still. */
const coreOrder = [
  'zone',
  'entry',
  'redact',
  'view',
  'query',
  'ambient',
  'seal',
  'spool',
  'transport',
  'ship',
  'stream',
  'recorder',
  'log',
];

/** Folders that are named for a kind of code say nothing about what is in them. */
const emptyNames = /^(utils?|helpers?|common|services?|managers?|types|misc|shared|lib)$/;

interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

const problems: string[] = [];
const edges = new Map<string, string[]>();

for (const name of readdirSync(join(root, 'packages'))) {
  const source = join(root, 'packages', name, 'src');
  if (!existsSync(source)) continue;
  if (!(name in mayUse))
    problems.push(`packages/${name}: not in the table of tools/check-layers.ts`);
  for (const file of filesBelow(source)) {
    for (const found of importsOf(file)) check(name, source, found);
  }
}
findCircles();

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const path = join(folder, item.name);
    if (!item.isDirectory()) return /\.tsx?$/.test(item.name) ? [path] : [];
    if (emptyNames.test(item.name)) problems.push(`${show(path)}: name it for what it is about`);
    return filesBelow(path);
  });
}

function importsOf(from: string): Import[] {
  const text = readFileSync(from, 'utf8');
  const pattern = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
  return [...text.matchAll(pattern)].map(([, type, specifier]) => ({
    from,
    specifier: specifier ?? '',
    typeOnly: type !== undefined,
  }));
}

function check(packageName: string, source: string, { from, specifier, typeOnly }: Import): void {
  if (specifier.startsWith('.')) {
    const target = resolve(dirname(from), specifier);
    if (!target.startsWith(source)) {
      problems.push(
        `${show(from)}: ${specifier} leaves the package; enter others by their exports`,
      );
      return;
    }
    if (packageName === 'core') checkCoreOrder(source, from, target);
    if (!typeOnly) edges.set(from, [...(edges.get(from) ?? []), target]);
    return;
  }
  const [scope, name] = specifier.split('/');
  const used = scope === '@whodid' ? `${scope}/${name}` : specifier;
  const ours = used.startsWith('@whodid/') || used === 'whodid';
  if (ours && !(mayUse[packageName] ?? []).includes(used)) {
    problems.push(`${show(from)}: ${packageName} may not import ${specifier}`);
  }
  const withoutDependencies = packageName === 'core';
  if (withoutDependencies && !ours && !specifier.startsWith('node:')) {
    problems.push(`${show(from)}: core has no dependency, not even ${specifier}`);
  }
}

function checkCoreOrder(source: string, from: string, target: string): void {
  const fromRank = rankInCore(source, from);
  const targetRank = rankInCore(source, target);
  if (targetRank > fromRank)
    problems.push(`${show(from)}: imports ${show(target)}, which is above it`);
}

function rankInCore(source: string, file: string): number {
  const parts = relative(source, file).split('/');
  if (parts.length === 1) return parts[0] === 'index.ts' ? Number.POSITIVE_INFINITY : -1;
  const rank = coreOrder.indexOf(parts[0] ?? '');
  if (rank === -1)
    problems.push(`${show(file)}: folder is not in the order of tools/check-layers.ts`);
  // `entry` and `redact` lean on each other by types: a seal needs the redactor, a redactor makes
  // JSON. They count as one step.
  return rank === 1 ? 0 : rank;
}

function findCircles(): void {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const start = path.indexOf(file);
    if (start !== -1)
      problems.push(`circle: ${[...path.slice(start), file].map(show).join(' -> ')}`);
    if (start !== -1 || done.has(file)) return;
    path.push(file);
    for (const target of edges.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) visit(file);
}

function show(path: string): string {
  return relative(root, path);
}
