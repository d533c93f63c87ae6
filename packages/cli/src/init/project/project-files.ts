import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { exitCodes } from '../../exit-codes.ts';
import { Failure } from '../../failure.ts';

/** A text file of the project, with its exact bytes. */
export interface TextFile {
  /** Relative to the project, with `/`. Where a symbolic link led, if it stayed inside. */
  readonly path: string;
  readonly bytes: Buffer;
  /** The text as it is; a byte order mark is its first character. */
  readonly text: string;
}

/** What is at a path: a text, nothing, or something that we leave alone, and why. */
export type Looked =
  | { readonly is: 'text'; readonly file: TextFile }
  | { readonly is: 'missing' }
  | { readonly is: 'unusable'; readonly why: string };

/** More than any source file that people write by hand. */
const limitBytes = 1024 * 1024;

/** The files of one project. Nothing outside of its directory is read or named by it. */
export interface ProjectFiles {
  /** Absolute, without symbolic links. */
  readonly root: string;
  /** What is at a path. A symbolic link is followed only inside of the project. */
  look(path: string): Looked;
  /** The absolute path to write to, or `null` if that is outside of the project. */
  inside(path: string): string | null;
}

export function openProject(directory: string): ProjectFiles {
  const root = realpathSync(directory);
  const inside = (path: string): string | null => {
    const absolute = resolve(root, path);
    const real = realPath(absolute);
    return real !== null && isBelow(root, absolute) && isBelow(root, real) ? real : null;
  };
  return { root, inside, look: (path) => lookAt(root, inside(path)) };
}

function lookAt(root: string, absolute: string | null): Looked {
  if (absolute === null) return { is: 'unusable', why: 'leads out of the project' };
  try {
    const stat = statSync(absolute);
    if (!stat.isFile()) return { is: 'unusable', why: 'is not a file' };
    if (stat.size > limitBytes) return { is: 'unusable', why: 'is larger than 1 MiB' };
    const bytes = readFileSync(absolute);
    const text = decode(bytes);
    if (text === null) return { is: 'unusable', why: 'is not UTF-8 text' };
    return { is: 'text', file: { path: slashed(relative(root, absolute)), bytes, text } };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { is: 'missing' };
    return { is: 'unusable', why: `cannot be read (${code})` };
  }
}

/** The text of a file that has to be one, or `null` if there is none. */
export function textOrNothing(files: ProjectFiles, path: string): TextFile | null {
  const looked = files.look(path);
  if (looked.is === 'text') return looked.file;
  if (looked.is === 'missing') return null;
  throw new Failure(
    exitCodes.failed,
    `${path} ${looked.why}, so nothing was changed`,
    `put an ordinary file there, or take it away, then: npx whodid init`,
  );
}

export function slashed(path: string): string {
  return path.split(sep).join('/');
}

function decode(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

// Of what does not exist yet, the directory counts. A link that leads nowhere is no place to write.
function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    if (isThere(path)) return null;
    const parent = dirname(path);
    const real = parent === path ? null : realPath(parent);
    return real === null ? null : join(real, path.slice(parent.length + 1));
  }
}

function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
