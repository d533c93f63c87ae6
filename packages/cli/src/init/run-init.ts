import type { Typed } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { type Address, findCollector } from '../reach/find-collector.ts';
import { textOf } from '../read-flags.ts';
import { type Paint, paintFor } from '../terminal/paint.ts';
import { printable } from '../terminal/printable.ts';
import { version } from '../version.ts';
import type { Ask } from './ask.ts';
import { applyChanges } from './changes/apply-changes.ts';
import { type Keep, keepChoices, keepIn, usualKeep } from './keep.ts';
import { makePlan, type Plan } from './plan.ts';
import type { ProjectFiles } from './project/project-files.ts';
import { runInstall } from './run-install.ts';
import { isInstalled, sendTestEntry, type TestEntry } from './send-test-entry.ts';
import { patchOf, showNotes, shownPatch, showPlan, showProject } from './show-plan.ts';

/** What was typed, and who can be asked. */
export interface InitSettings {
  readonly options: Typed['options'];
  readonly ask: Ask | null;
}

/** Plans, asks, applies and checks. Answers the exit code. */
export async function runInit(
  files: ProjectFiles,
  { options, ask }: InitSettings,
  io: Io,
): Promise<number> {
  const paint = paintFor(io, 'stderr', options.color);
  const first = planFor(files, options, keepIn(options) ?? usualKeep);
  if (options.dryRun === true) return await dryRun(first, installOf(first, options), options, io);

  // A collector that is named and has no key is better told of before anything is written.
  const address = findCollector(options, io);
  showProject(first.project, io, paint);
  const keep = await keepFor(first, { options, ask });
  if (keep === null) return nothingChanged(exitCodes.interrupted, io);
  const plan = keep === first.project.keep ? first : planFor(files, options, keep);
  const install = installOf(plan, options);
  if (plan.changes.length === 0) {
    io.err('  Everything is in place: nothing was changed\n');
    showNotes(plan.notes, io, paint);
  } else {
    showPlan(plan, install, io, paint);
    const answer = await mayApply(plan, install, { options, ask }, io);
    if (answer === 'no') return nothingChanged(exitCodes.failed, io);
    if (answer === null) return nothingChanged(exitCodes.interrupted, io);
    await apply(files, plan, install, io, paint);
  }
  const entry = await check(files, plan, address, io, paint);
  if (options.json === true) await io.out(`${JSON.stringify(told(plan, install, entry))}\n`);
  sayNext(plan, entry, io);
  return exitCodes.ok;
}

function planFor(files: ProjectFiles, options: Typed['options'], keep: Keep): Plan {
  const plan = makePlan(files, { version: version(), only: textOf(options, 'app'), keep });
  const { app, captured } = plan.project;
  if (app !== null || keepIn(options) === undefined) return plan;
  const note = `--keep changes nothing: ${captured[0]} has capture already, and says itself what is kept`;
  return { ...plan, notes: [...plan.notes, note] };
}

/** What may be stored. An app that has capture already says so itself. */
async function keepFor({ project }: Plan, { options, ask }: InitSettings): Promise<Keep | null> {
  const isSaid = options.yes === true || keepIn(options) !== undefined;
  if (isSaid || ask === null || project.app === null) return project.keep;
  return await ask.choose('What may be stored?', keepChoices);
}

function nothingChanged(code: number, io: Io): number {
  io.err('  Nothing was changed\n');
  return code;
}

// In a workspace the lock file is that of all packages, and outside of the project.
function installOf({ changes, project }: Plan, options: Typed['options']): readonly string[] {
  if (options.install === false) return [];
  const isNeeded = changes.some(({ role }) => role === 'packages');
  return isNeeded && !project.manager.lockIsElsewhere ? project.manager.install : [];
}

async function dryRun(
  plan: Plan,
  install: readonly string[],
  options: Typed['options'],
  io: Io,
): Promise<number> {
  if (options.json === true) {
    await io.out(`${JSON.stringify(told(plan, install, null))}\n`);
  } else if (io.tty.stdout) {
    await io.out(shownPatch(plan.changes, paintFor(io, 'stdout', options.color)));
  } else {
    await io.out(patchOf(plan.changes));
  }
  showNotes(plan.notes, io, paintFor(io, 'stderr', options.color));
  if (plan.changes.length === 0) {
    io.err('Everything is in place: nothing would be changed\n');
    return exitCodes.ok;
  }
  const run = install.length === 0 ? '' : `, and run ${install.join(' ')}`;
  io.err(`Would change ${files(plan.changes.length)}${run}. Nothing was written\n`);
  return exitCodes.wouldChange;
}

async function mayApply(
  plan: Plan,
  install: readonly string[],
  { options, ask }: InitSettings,
  io: Io,
): Promise<'yes' | 'no' | null> {
  if (options.yes === true) return 'yes';
  if (ask === null) {
    throw new Failure(
      exitCodes.usage,
      'Nothing was changed: this needs a yes, and there is no terminal to ask at',
      'npx whodid init --yes; with --dry-run it shows the changes first',
    );
  }
  const run = install.length === 0 ? '' : ` and run ${install.join(' ')}`;
  const question = `Change ${files(plan.changes.length)}${run}?`;
  for (;;) {
    const answer = await ask.choose(question, [
      { value: 'yes', label: 'yes' },
      { value: 'diff', label: 'show the changes first' },
      { value: 'no', label: 'no' },
    ]);
    if (answer !== 'diff') return answer;
    io.err(`\n${shownPatch(plan.changes, paintFor(io, 'stderr', options.color))}\n`);
  }
}

async function apply(
  files: ProjectFiles,
  plan: Plan,
  install: readonly string[],
  io: Io,
  paint: Paint,
): Promise<void> {
  const done = (what: string): void => io.err(`  ${paint('green', '✔')} ${what}\n`);
  const runAndTell = async (): Promise<void> => {
    io.err(`  $ ${install.join(' ')}\n`);
    await runInstall(install, files.root, io);
    done('installed');
  };
  await applyChanges(files, {
    changes: plan.changes,
    install: plan.project.manager.install,
    runInstall: install.length === 0 ? null : runAndTell,
  });
  done('written');
}

async function check(
  files: ProjectFiles,
  { recorderPath }: Plan,
  address: Address | null,
  io: Io,
  paint: Paint,
): Promise<TestEntry | null> {
  if (recorderPath === null || !isInstalled(files)) return null;
  const entry = await sendTestEntry(files, recorderPath, address, io);
  const found = entry.found ? ', and found again' : '; this key may not read, so look for it there';
  const where = entry.url === null ? 'a collector of its own, gone again' : printable(entry.url);
  io.err(
    `  ${paint('green', '✔')} test entry  ${entry.id}\n` +
      `                committed in ${Math.round(entry.tookMs)} ms by ${where}${found}\n`,
  );
  return entry;
}

function sayNext({ project, recorderPath, changes }: Plan, entry: TestEntry | null, io: Io): void {
  const { scripts } = project.manifest;
  const { manager } = project;
  if (entry === null && recorderPath !== null) {
    const where = manager.lockIsElsewhere ? ' at the root of the workspace' : '';
    io.err('\n  Not tested yet: the packages are not installed\n');
    io.err(`    → ${manager.install.join(' ')}${where}; npx whodid init then sends a test entry\n`);
  }
  if (recorderPath === null) {
    io.err('  No test entry was sent: the recorder is not made in a file called whodid\n');
    io.err('    → npx whodid tail shows what arrives\n');
  }
  const script = ['dev', 'start:dev', 'start'].find((name) => scripts.has(name));
  const run = script === undefined ? 'node app.js' : `${manager.name} run ${script}`;
  if (changes.length > 0) io.err('\n  Undo everything  npx whodid init --undo\n');
  io.err(`  Next             npx whodid dev -- ${run}\n`);
}

function told({ project, changes }: Plan, install: readonly string[], entry: TestEntry | null) {
  return {
    framework: project.framework.id,
    app: project.app?.file.path ?? project.captured[0] ?? null,
    keep: project.app === null ? null : project.keep,
    changes: changes.map(({ path, before, lines }) => ({ path, isNew: before === null, lines })),
    install,
    testEntry: entry,
  };
}

function files(count: number): string {
  return `${count} ${count === 1 ? 'file' : 'files'}`;
}
