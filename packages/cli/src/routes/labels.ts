import { readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failure.ts';

/** What people call routes, by the routes' names. An empty text: nobody has said it yet. */
export type Labels = ReadonlyMap<string, string>;

/**
 * Reads a file of labels; one that is not there has none.
 *
 * @throws Failure if it is no JSON object of texts: it is somebody's work and must not be written over.
 */
export function readLabels(file: string): Labels {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return new Map();
    throw new Failure(exitCodes.failed, `${file} cannot be read (${code})`);
  }
  const labels = parsed(text);
  if (labels === undefined) {
    throw usageFailure(
      `${file} is no list of labels`,
      'it is JSON: { "name of a route": "label" }',
    );
  }
  return labels;
}

/** The labels there are, in their order, and an empty one for each name that has none. */
export function withNames(labels: Labels, names: readonly string[]): Labels {
  const added = names.filter((name) => !labels.has(name)).map((name) => [name, ''] as const);
  return new Map([...labels, ...added]);
}

/** Writes labels as a whole or not at all. */
export function writeLabels(file: string, labels: Labels): void {
  const place = placeOf(file);
  const half = `${place}.${process.pid}.new`;
  writeFileSync(half, `${JSON.stringify(Object.fromEntries(labels), null, 2)}\n`);
  renameSync(half, place);
}

/** Where a symbolic link points: it must not be replaced by what it points to. */
function placeOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function parsed(text: string): Labels | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value);
    return entries.every(([, label]) => typeof label === 'string') ? new Map(entries) : undefined;
  } catch {
    return undefined;
  }
}
