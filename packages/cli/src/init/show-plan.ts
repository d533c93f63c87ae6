import type { Io } from '../io.ts';
import { columns } from '../terminal/columns.ts';
import type { Paint } from '../terminal/paint.ts';
import { printable } from '../terminal/printable.ts';
import type { FileChange, Role } from './changes/file-change.ts';
import { unifiedDiff } from './changes/unified-diff.ts';
import { keptText } from './keep.ts';
import type { Project } from './look-around.ts';
import type { Plan } from './plan.ts';

/** What was found of a project, on one line. */
export function showProject(project: Project, io: Io, paint: Paint): void {
  const { framework, frameworkVersion, manager, isTyped, manifest, compiler, traits } = project;
  const modules = isTyped ? !compiler.toCommonJs : manifest.isModule;
  const version = frameworkVersion === null ? '' : ` ${frameworkVersion.label}`;
  const where = project.app?.file.path ?? project.captured[0];
  const found = [
    manager.label,
    `${isTyped ? 'TypeScript' : 'JavaScript'} (${modules ? 'ESM' : 'CommonJS'})`,
    `${framework.name}${version} (${where})`,
    ...traits.named,
  ];
  io.err(`\n  ${paint('bold', 'whodid init')}\n  Found  ${printable(found.join(' · '))}\n\n`);
}

/** What will change, a line for each file. */
export function showPlan(plan: Plan, install: readonly string[], io: Io, paint: Paint): void {
  const { project, notes, changes } = plan;
  const rows = changes.map((change) => [
    change.before === null ? '+' : '~',
    change.path,
    change.before === null ? 'new' : counted(change.lines.length),
    aboutOf(change, project),
  ]);
  const commands = install.length === 0 ? [] : [['$', install.join(' ')]];
  io.err('  Plan (nothing is written yet)\n');
  for (const line of columns([...rows, ...commands].map((row) => row.map(printable)))) {
    io.err(`    ${line}\n`);
  }
  io.err(`  Who    ${printable(project.traits.who)}\n`);
  if (project.app !== null) io.err(`  Kept   ${keptText(project.keep)}\n`);
  showNotes(notes, io, paint);
  io.err('\n');
}

export function showNotes(notes: readonly string[], io: Io, paint: Paint): void {
  for (const note of notes) io.err(`  ${paint('yellow', '⚠')} ${printable(note)}\n`);
}

/** All changes as one text that `patch -p1` and `git apply` can read. */
export function patchOf(changes: readonly FileChange[]): string {
  return changes.map(unifiedDiff).join('');
}

/** The same for people: coloured, and with nothing in it that could steer a terminal. */
export function shownPatch(changes: readonly FileChange[], paint: Paint): string {
  return patchOf(changes)
    .split('\n')
    .map((line) => {
      const shown = printable(line.replace(/\r$/, '')).replaceAll('\\t', '\t');
      if (line.startsWith('+')) return paint('green', shown);
      if (line.startsWith('-')) return paint('red', shown);
      return line.startsWith('@@') ? paint('cyan', shown) : shown;
    })
    .join('\n');
}

function aboutOf({ role, lines }: FileChange, { app, framework }: Project): string {
  if (role === 'app') return `import, and ${framework.capture} behind line ${app?.making.line}`;
  const about: { readonly [role in Role]?: string } = {
    recorder: 'makes the recorder, as WHODID_URL and WHODID_KEY say',
    packages: '@whodid/capture, @whodid/core',
  };
  const shown = lines.filter((line) => !line.startsWith('#')).map((line) => line.replace(/=$/, ''));
  return about[role] ?? shown.join(', ');
}

function counted(lines: number): string {
  return `+${lines} ${lines === 1 ? 'line' : 'lines'}`;
}
