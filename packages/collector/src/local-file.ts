import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `<dataDir>/local.json` tells the command line on this machine about a running collector. */
export interface LocalFile {
  readonly url: string;
  /** An admin key, good as long as the collector runs. Secret. */
  readonly key: string;
  readonly pid: number;
}

/** Writes the file, for its owner only. Returns what removes it again, if it is still this one. */
export function writeLocalFile(dataDir: string, content: LocalFile): () => void {
  const path = join(dataDir, 'local.json');
  const text = `${JSON.stringify(content)}\n`;
  const draft = `${path}.${content.pid}.tmp`;
  rmSync(draft, { force: true });
  // Under another name first: whoever reads it never sees half of it, or the mode of an older one.
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
  return () => {
    if (read(path) === text) rmSync(path, { force: true });
  };
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
