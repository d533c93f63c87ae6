import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { WhodidError } from '../errors.ts';
import { failureCode } from './disk.ts';
import { type Owner, ownerFile, writeOwner } from './owner.ts';
import { prepareRoot, type SpoolRoot } from './spool-places.ts';

/** Names of epoch directories. Everything else in a root is left alone. */
export const epochForm: RegExp = /^[0-9a-f]{16}$/;

/**
 * The directory of one epoch with its owner file in it, made if it is missing. Both appear at once:
 * a directory without an owner would be taken for an abandoned one.
 *
 * @throws WhodidError `SPOOL_UNUSABLE`.
 */
export function epochDirectory(root: SpoolRoot, epoch: string, owner: Owner): string {
  const directory = join(root.path, epoch);
  for (let tries = 0; !isOwned(directory); tries += 1) {
    prepareRoot(root);
    try {
      create(root, directory, owner);
    } catch (error) {
      // The last process to leave may have removed the root between two of our steps.
      if (tries < 3 && failureCode(error) === 'ENOENT') continue;
      const facts = { directory: root.path, reason: failureCode(error) };
      throw new WhodidError('SPOOL_UNUSABLE', facts, { cause: error });
    }
  }
  return directory;
}

function create(root: SpoolRoot, directory: string, owner: Owner): void {
  const draft = join(root.path, `.new-${randomBytes(8).toString('hex')}`);
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeOwner(draft, owner);
    renameSync(draft, directory);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Ring and spool of one process may share a directory on disk; whoever is second finds it.
    if (!isOwned(directory)) throw error;
  }
}

function isOwned(directory: string): boolean {
  return existsSync(join(directory, ownerFile));
}
