import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { WhodidError } from '@whodid/core';

/**
 * Opens `<dataDir>/<name>.sqlite`, where the collector keeps what changes: entries, which never do, are
 * in the store.
 *
 * @param steps - the layout, step by step. Step n leads to `user_version` n. A step that was released
 * is never edited, a change is a new step at the end.
 * @throws WhodidError `STORE_VERSION` if a newer whodid wrote it.
 */
export function openDataFile(
  dataDir: string,
  name: string,
  steps: readonly string[],
): DatabaseSync {
  const path = join(dataDir, `${name}.sqlite`);
  // Made by us first, so that it is never readable by others, not even for a moment.
  closeSync(openSync(path, 'a', 0o600));
  const file = new DatabaseSync(path, { timeout: 5000 });
  file.exec('pragma journal_mode = wal; pragma synchronous = full;');
  const found = Number(file.prepare('pragma user_version').get()?.user_version);
  if (found > steps.length) {
    file.close();
    const wanted = `version ${steps.length} or older`;
    throw new WhodidError('STORE_VERSION', { store: name, found: String(found), wanted });
  }
  for (const [at, step] of steps.entries()) {
    if (at < found) continue;
    file.exec(`begin immediate; ${step} pragma user_version = ${at + 1}; commit;`);
  }
  return file;
}
