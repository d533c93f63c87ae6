import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exitCodes } from '../../exit-codes.ts';
import { Failure } from '../../failure.ts';
import type { ProjectFiles } from '../project/project-files.ts';

/** The bytes at a path of the project now; `null` if there is nothing. */
export function bytesAt(files: ProjectFiles, path: string): Buffer | null {
  const place = placeOf(files, path);
  try {
    return readFileSync(place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cannot(path, error);
  }
}

/**
 * Puts bytes at a path of the project, or removes the file for `null`. There is never half a file: a
 * new one takes the place of the old one, with its rights.
 *
 * @throws Failure if that is not possible; nothing has changed then.
 */
export function putBytes(files: ProjectFiles, path: string, bytes: Buffer | null): void {
  const target = placeOf(files, path);
  const draft = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}`);
  try {
    if (bytes === null) {
      rmSync(target, { force: true });
      return;
    }
    writeFileSync(draft, bytes, { flag: 'wx', flush: true });
    const mode = modeOf(target);
    if (mode !== null) chmodSync(draft, mode);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw cannot(path, error);
  }
}

function placeOf(files: ProjectFiles, path: string): string {
  const place = files.inside(path);
  if (place !== null) return place;
  throw new Failure(
    exitCodes.failed,
    `${path} leads out of the project and is left alone`,
    `put an ordinary file there, then: npx whodid init`,
  );
}

function modeOf(path: string): number | null {
  try {
    return statSync(path).mode & 0o7777;
  } catch {
    return null;
  }
}

function cannot(path: string, error: unknown): Failure {
  const { code } = error as NodeJS.ErrnoException;
  const what = `${path} cannot be written (${code})`;
  const fix = `chmod u+w ${dirname(path)} if the folder is yours, then once more`;
  return new Failure(exitCodes.failed, what, fix, { cause: error });
}
