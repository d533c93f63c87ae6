import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../../exit-codes.ts';
import { Failure } from '../../failure.ts';
import type { ProjectFiles } from '../project/project-files.ts';
import { type FileChange, same } from './file-change.ts';
import { type Run, readRuns, writeRuns } from './init-record.ts';
import { bytesAt, putBytes } from './write-file.ts';

/** What is to be written, and how packages are installed in between. */
export interface ChangesToApply {
  readonly changes: readonly FileChange[];
  /** The command with which the project installs its packages. */
  readonly install: readonly string[];
  /** Runs it; rejects if that fails. `null` if it is left to somebody else. */
  readonly runInstall: (() => Promise<void>) | null;
}

/**
 * Writes all changes, or none: whatever fails, what was written before is taken back. The app's own
 * file comes last, when all that it will need is there.
 *
 * @throws Failure that says what could not be done.
 */
export async function applyChanges(files: ProjectFiles, wanted: ChangesToApply): Promise<void> {
  const { install, changes, runInstall } = wanted;
  for (const change of changes) checkUnchanged(files, change);
  const earlier = readRuns(files);
  const run: Run = { at: new Date().toISOString(), install, changes };
  writeRuns(files, [...earlier, run]);
  const done: FileChange[] = [];
  const put = (change: FileChange): void => {
    checkUnchanged(files, change);
    putBytes(files, change.path, change.after);
    done.push(change);
  };
  try {
    for (const change of changes.filter(({ role }) => role === 'packages')) put(change);
    if (runInstall !== null) done.push(...(await installed(files, runInstall, done)));
    const rest = changes.filter(({ role }) => role !== 'packages');
    for (const change of [...rest.filter(isNotApp), ...rest.filter((each) => !isNotApp(each))]) {
      put(change);
    }
    writeRuns(files, [...earlier, { ...run, changes: merged(done) }]);
  } catch (error) {
    for (const { path, before } of done.toReversed()) putBytes(files, path, before);
    writeRuns(files, earlier);
    throw error;
  }
}

// Larger than any lock file; somebody's dump of a database, perhaps.
const comparedBytes = 32 * 1024 * 1024;

const isNotApp = ({ role }: FileChange): boolean => role !== 'app';

function checkUnchanged(files: ProjectFiles, { path, before }: FileChange): void {
  if (same(bytesAt(files, path), before)) return;
  throw new Failure(
    exitCodes.failed,
    `${path} was changed by somebody else meanwhile, so nothing was changed`,
    'npx whodid init looks again',
  );
}

// A package manager may touch more than its lock file, and write `package.json` in its own way. What
// lies in the project's own folder is compared, so that all of that can be undone.
async function installed(
  files: ProjectFiles,
  runInstall: () => Promise<void>,
  done: FileChange[],
): Promise<readonly FileChange[]> {
  const before = topLevel(files.root);
  try {
    await runInstall();
  } catch (error) {
    done.push(...differences(before, topLevel(files.root)));
    throw error;
  }
  return differences(before, topLevel(files.root));
}

function topLevel(root: string): ReadonlyMap<string, Buffer> {
  const names = readdirSync(root, { withFileTypes: true })
    .filter((item) => item.isFile() && statSync(join(root, item.name)).size <= comparedBytes)
    .map(({ name }) => name);
  return new Map(names.map((name) => [name, readFileSync(join(root, name))]));
}

function differences(
  before: ReadonlyMap<string, Buffer>,
  after: ReadonlyMap<string, Buffer>,
): readonly FileChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const change = { path, before: before.get(path) ?? null, after: after.get(path) ?? null };
    if (same(change.before, change.after)) return [];
    return [{ ...change, role: path === 'package.json' ? 'packages' : 'lock', lines: [] }];
  });
}

// A file that was changed twice, by us and by the package manager, is one change.
function merged(changes: readonly FileChange[]): readonly FileChange[] {
  const byPath = new Map<string, FileChange>();
  for (const change of changes) {
    const first = byPath.get(change.path);
    byPath.set(change.path, first === undefined ? change : { ...first, after: change.after });
  }
  return [...byPath.values()];
}
