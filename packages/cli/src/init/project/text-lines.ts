import type { FileChange } from '../changes/file-change.ts';
import { lineEndOf } from '../code/code-style.ts';
import type { TextFile } from './project-files.ts';

/**
 * Adds lines at the end of a text, or makes it of them. `null` if nothing is missing: a line whose
 * `has` fits the text is there.
 */
export function addLines(
  path: string,
  file: TextFile | null,
  wanted: readonly { readonly line: string; readonly has: RegExp }[],
): FileChange | null {
  const text = file?.text ?? '';
  const missing = wanted.filter(({ has }) => !has.test(text)).map(({ line }) => line);
  if (missing.length === 0) return null;
  const lineEnd = lineEndOf(text);
  const apart = text === '' || text.endsWith('\n') ? '' : lineEnd;
  const after = `${text}${apart}${missing.join(lineEnd)}${lineEnd}`;
  return {
    path: file?.path ?? path,
    role: 'extra',
    before: file?.bytes ?? null,
    after: Buffer.from(after),
    lines: missing,
  };
}
