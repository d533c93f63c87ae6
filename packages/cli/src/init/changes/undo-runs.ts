import type { ProjectFiles } from '../project/project-files.ts';
import { type FileChange, same } from './file-change.ts';
import type { Run } from './init-record.ts';
import { bytesAt } from './write-file.ts';

/**
 * What is to become of one change.
 *
 * - `undo`: the file is as we left it.
 * - `done`: it is as it was before, or what we put in is no longer in it.
 * - `edited`: it was edited since, and what we put in is still in it. We leave it alone.
 * - `held`: it is as we left it, but something that was edited needs it.
 * - `stale`: a lock file that has changed since; the package manager puts it in order.
 */
export interface Undoing {
  readonly change: FileChange;
  readonly fate: 'undo' | 'done' | 'edited' | 'held' | 'stale';
}

/** Plans to undo runs, the newest first. Nothing is written. */
export function undoings(files: ProjectFiles, runs: readonly Run[]): readonly Undoing[] {
  // Several runs may have changed one file: the older sees what the newer will leave.
  const now = new Map<string, Buffer | null>();
  const result: Undoing[] = [];
  for (const { changes } of runs.toReversed()) {
    // What was written last goes first: the app before what it needs.
    const judged = changes.toReversed().map((change): Undoing => {
      const left = now.get(change.path);
      const current = left === undefined ? bytesAt(files, change.path) : left;
      return { change, fate: judge(change, current) };
    });
    for (const undoing of judged) {
      const held = undoing.fate === 'undo' && isNeeded(undoing.change, [...result, ...judged]);
      result.push(held ? { ...undoing, fate: 'held' } : undoing);
      if (undoing.fate === 'undo' && !held) now.set(undoing.change.path, undoing.change.before);
    }
  }
  return result;
}

function judge(change: FileChange, current: Buffer | null): Undoing['fate'] {
  if (same(current, change.after)) return same(change.before, change.after) ? 'done' : 'undo';
  if (same(current, change.before)) return 'done';
  if (change.role === 'lock') return 'stale';
  // A file that we made and that was edited is somebody's work now, whatever is in it.
  if (change.before === null) return current === null ? 'done' : 'edited';
  const text = current?.toString('utf8') ?? '';
  return change.lines.some((line) => text.includes(line)) ? 'edited' : 'done';
}

const needs = { app: 3, recorder: 2, packages: 1, lock: 1, extra: 0 } as const;

function isNeeded({ role }: FileChange, all: readonly Undoing[]): boolean {
  const rank = needs[role];
  return rank > 0 && all.some(({ fate, change }) => fate === 'edited' && needs[change.role] > rank);
}
