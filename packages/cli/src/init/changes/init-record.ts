import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { exitCodes } from '../../exit-codes.ts';
import { Failure } from '../../failure.ts';
import type { ProjectFiles } from '../project/project-files.ts';
import type { FileChange, Role } from './file-change.ts';
import { bytesAt, putBytes } from './write-file.ts';

/** What one `whodid init` did, or is about to do. */
export interface Run {
  /** RFC 3339. */
  readonly at: string;
  /** The command with which the project installs its packages, whoever runs it. */
  readonly install: readonly string[];
  readonly changes: readonly FileChange[];
}

export const recordPath = '.whodid/init.json';
const ignorePath = '.whodid/.gitignore';
const ignoreAll = '*\n';
const roles: readonly Role[] = ['app', 'recorder', 'packages', 'lock', 'extra'];

/** The runs that are recorded in a project, the oldest first. */
export function readRuns(files: ProjectFiles): readonly Run[] {
  placeOfRecord(files);
  const bytes = bytesAt(files, recordPath);
  if (bytes === null) return [];
  try {
    const { runs } = JSON.parse(bytes.toString('utf8')) as { readonly runs: readonly Run[] };
    return runs.map(({ at, install, changes }) => ({
      at: String(at),
      install: install.map(String),
      changes: changes.map(readChange),
    }));
  } catch {
    throw new Failure(
      exitCodes.failed,
      `${recordPath} cannot be read, so nothing is undone`,
      'git diff shows what was changed, if the project is in git',
    );
  }
}

/**
 * Keeps runs, for `--undo`. Written before the first change, so that there is a way back whatever
 * happens then. Without any, nothing of it is left.
 */
export function writeRuns(files: ProjectFiles, runs: readonly Run[]): void {
  const directory = placeOfRecord(files);
  if (runs.length === 0) {
    putBytes(files, recordPath, null);
    tidy(directory, files);
    return;
  }
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = `.whodid cannot be made (${code}), so nothing was changed`;
    throw new Failure(exitCodes.failed, what, 'chmod u+w .', { cause: error });
  }
  if (readdirSync(directory).length === 0) {
    writeFileSync(`${directory}/.gitignore`, ignoreAll);
  }
  const json = {
    version: 1,
    runs: runs.map((run) => ({ ...run, changes: run.changes.map(kept) })),
  };
  putBytes(files, recordPath, Buffer.from(`${JSON.stringify(json, null, 2)}\n`));
}

function placeOfRecord(files: ProjectFiles): string {
  const directory = files.inside('.whodid');
  if (directory !== null) return directory;
  throw new Failure(
    exitCodes.failed,
    '.whodid leads out of the project, so nothing was changed',
    'rm .whodid, then: npx whodid init',
  );
}

// The directory may hold a store by now, or a spool; then it stays.
function tidy(directory: string, files: ProjectFiles): void {
  try {
    const [only, ...others] = readdirSync(directory);
    const ours = only === '.gitignore' && others.length === 0;
    if (ours && readFileSync(`${directory}/.gitignore`, 'utf8') === ignoreAll) {
      rmSync(files.inside(ignorePath) ?? '', { force: true });
    }
    rmdirSync(directory);
  } catch {
    // Somebody else's things are in it, or it is gone.
  }
}

function kept(change: FileChange) {
  return { ...change, before: encode(change.before), after: encode(change.after) };
}

function encode(bytes: Buffer | null): string | null {
  return bytes?.toString('base64') ?? null;
}

// The file may have been written by anybody, so nothing in it is believed.
function readChange(value: unknown): FileChange {
  const { path, role, before, after, lines } = value as { readonly [name: string]: unknown };
  if (typeof path !== 'string' || !Array.isArray(lines)) throw new TypeError('not a change');
  // Nothing of ours is there, but a hook of git or a command would be run by others.
  if (/(^|[\\/])(\.git|node_modules)([\\/]|$)/i.test(path))
    throw new TypeError('not a change of ours');
  return {
    path,
    role: roles.find((each) => each === role) ?? 'extra',
    before: decode(before),
    after: decode(after),
    lines: lines.map(String),
  };
}

function decode(value: unknown): Buffer | null {
  if (value === null) return null;
  if (typeof value !== 'string') throw new TypeError('not bytes');
  return Buffer.from(value, 'base64');
}
