import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Typed } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { textOf } from '../read-flags.ts';
import { localCollector } from './local-collector.ts';

/** Where a collector is and the key to use there. */
export interface Address {
  readonly url: string;
  readonly key: string;
}

/** The data directory: `--data-dir`, `WHODID_DATA_DIR`, `./.whodid`. Absolute. */
export function dataDirectory(options: Typed['options'], io: Pick<Io, 'env' | 'cwd'>): string {
  return resolve(io.cwd, textOf(options, 'dataDir') ?? (io.env.WHODID_DATA_DIR || '.whodid'));
}

/**
 * Finds the collector to talk to: `--url` and `WHODID_URL` first, else the one that runs on this
 * data directory, else its demo. `null` if nothing is named and nothing runs.
 *
 * @throws Failure 6 if a collector is named but no key, 2 if the URL is none.
 */
export function findCollector(options: Typed['options'], io: Io): Address | null {
  const named = textOf(options, 'url') ?? (io.env.WHODID_URL || undefined);
  const key = givenKey(options, io);
  const directory = dataDirectory(options, io);
  const local = localCollector(directory) ?? localCollector(join(directory, 'demo'));
  if (named === undefined) {
    return local === null ? null : { url: local.url, key: key ?? local.key };
  }
  if (!URL.canParse(named)) throw usageFailure('The URL of the collector cannot be read');
  if (key !== undefined) return { url: named, key };
  if (local !== null && new URL(local.url).origin === new URL(named).origin) return local;
  throw new Failure(
    exitCodes.auth,
    'There is no key for this collector',
    'set WHODID_KEY, or give --key-file; whodid keys create makes one',
  );
}

/** {@link findCollector}, for commands that need one that runs. */
export function requireCollector(options: Typed['options'], io: Io): Address {
  const found = findCollector(options, io);
  if (found !== null) return found;
  throw new Failure(
    exitCodes.unreachable,
    'No collector is running here',
    'start one with whodid server, or set WHODID_URL and WHODID_KEY',
  );
}

function givenKey(options: Typed['options'], io: Io): string | undefined {
  const file = textOf(options, 'keyFile');
  if (file === undefined) return io.env.WHODID_KEY || io.env.WHODID_ADMIN_KEY || undefined;
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8').trim();
  } catch (error) {
    throw usageFailure(`The key file cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
