import type { Typed } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { paintFor } from '../terminal/paint.ts';
import { printable } from '../terminal/printable.ts';
import type { FileChange } from './changes/file-change.ts';
import { type Run, readRuns, recordPath, writeRuns } from './changes/init-record.ts';
import { type Undoing, undoings } from './changes/undo-runs.ts';
import { putBytes } from './changes/write-file.ts';
import type { ProjectFiles } from './project/project-files.ts';
import { patchOf } from './show-plan.ts';

/** Takes back what `whodid init` did here. Answers the exit code: 1 if something has to stay. */
export async function runUndo(
  files: ProjectFiles,
  options: Typed['options'],
  io: Io,
): Promise<number> {
  const runs = readRuns(files);
  if (runs.length === 0) {
    throw new Failure(
      exitCodes.failed,
      `There is nothing to undo here: no ${recordPath}`,
      'run it where npx whodid init was run',
    );
  }
  const planned = undoings(files, runs);
  const undone = planned.filter(({ fate }) => fate === 'undo').map(({ change }) => change);
  if (options.dryRun === true) {
    await io.out(patchOf(undone.map(reversed)));
    return undone.length > 0 ? exitCodes.wouldChange : exitCodes.ok;
  }
  for (const { path, before } of undone) putBytes(files, path, before);
  const left = planned.filter(({ fate }) => fate === 'edited' || fate === 'held');
  writeRuns(files, runsWith(runs, new Set(left.map(({ change }) => change))));
  report(planned, runs, options, io);
  return left.length === 0 ? exitCodes.ok : exitCodes.failed;
}

function reversed(change: FileChange): FileChange {
  return { ...change, before: change.after, after: change.before };
}

function runsWith(runs: readonly Run[], left: ReadonlySet<FileChange>): readonly Run[] {
  return runs
    .map((run) => ({ ...run, changes: run.changes.filter((change) => left.has(change)) }))
    .filter(({ changes }) => changes.length > 0);
}

function report(
  planned: readonly Undoing[],
  runs: readonly Run[],
  options: Typed['options'],
  io: Io,
): void {
  const paint = paintFor(io, 'stderr', options.color);
  for (const { change, fate } of planned) {
    const path = printable(change.path);
    if (fate === 'undo') io.err(`  ${paint('green', '✔')} ${path} is as it was\n`);
    if (fate === 'held') io.err(`  ${paint('yellow', '⚠')} ${path} stays while others need it\n`);
    if (fate === 'edited') io.err(editedText(change, paint('red', '✖')));
  }
  const left = planned.filter(({ fate }) => fate === 'edited' || fate === 'held');
  if (left.length > 0) {
    io.err('\n  → take that out by hand, then again: npx whodid init --undo\n');
    return;
  }
  const stale = planned.some(({ fate }) => fate === 'stale');
  io.err(`\n  Every file${stale ? ' but the lock file' : ''} is as it was before\n`);
  const install = runs.at(-1)?.install.join(' ') ?? '';
  if (planned.some(({ change }) => change.role === 'packages') && install !== '') {
    const order = stale ? 'puts that in order, and ' : '';
    io.err(`    → ${printable(install)} ${order}takes the packages out of node_modules\n`);
  }
}

function editedText({ path, before, lines }: FileChange, mark: string): string {
  const shown = printable(path);
  if (before === null)
    return `  ${mark} ${shown} was edited since. Delete it, if nobody needs it\n`;
  const list = lines.map((line) => `      ${printable(line)}\n`).join('');
  return `  ${mark} ${shown} was edited since, so it is left alone. These lines came from here:\n${list}`;
}
