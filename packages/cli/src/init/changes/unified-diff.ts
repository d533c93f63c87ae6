import { diff } from 'node:util';
import type { FileChange } from './file-change.ts';

const context = 3;

/** One line of the result with what became of it. */
interface Row {
  readonly mark: ' ' | '+' | '-';
  readonly text: string;
}

/**
 * A change as `diff -u`, `patch -p1` and `git apply` have it, ending with a line end. Empty if nothing
 * changes.
 */
export function unifiedDiff({ path, before, after }: FileChange): string {
  const [was, is] = [linesOf(before), linesOf(after)];
  const rows = diff(is, was).map(
    ([sign, text]): Row => ({ mark: sign === 0 ? ' ' : sign > 0 ? '+' : '-', text }),
  );
  const hunks = hunksOf(rows);
  if (hunks.length === 0) return '';
  return [
    `--- ${before === null ? '/dev/null' : `a/${path}`}\n`,
    `+++ ${after === null ? '/dev/null' : `b/${path}`}\n`,
    ...hunks,
  ].join('');
}

// Each with its own line end, so that a last line without one is told.
function linesOf(content: Buffer | null): string[] {
  return content?.toString('utf8').match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function hunksOf(rows: readonly Row[]): string[] {
  const changed = rows.flatMap(({ mark }, at) => (mark === ' ' ? [] : [at]));
  const hunks: string[] = [];
  for (let first = 0; first < changed.length; ) {
    let last = first;
    while ((changed[last + 1] ?? Number.POSITIVE_INFINITY) - (changed[last] ?? 0) <= 2 * context) {
      last += 1;
    }
    const from = Math.max(0, (changed[first] ?? 0) - context);
    const to = Math.min(rows.length, (changed[last] ?? 0) + 1 + context);
    hunks.push(hunk(rows, from, to));
    first = last + 1;
  }
  return hunks;
}

function hunk(rows: readonly Row[], from: number, to: number): string {
  const shown = rows.slice(from, to);
  const count = (list: readonly Row[], not: Row['mark']): number =>
    list.filter(({ mark }) => mark !== not).length;
  const range = (not: Row['mark']): string => {
    const length = count(shown, not);
    const start = count(rows.slice(0, from), not);
    return `${length === 0 ? start : start + 1},${length}`;
  };
  const lines = shown.map(({ mark, text }) =>
    text.endsWith('\n') ? mark + text : `${mark}${text}\n\\ No newline at end of file\n`,
  );
  return `@@ -${range('+')} +${range('-')} @@\n${lines.join('')}`;
}
