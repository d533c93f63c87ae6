import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import { tracesOf } from '../../packages/core/test/redact/traces-of.ts';

const width = 12;

/** Looks for many secrets at once, in every form that can be read back, whatever the case. */
export class SecretSearch {
  // The end of each form: its beginning may be the same for all (`ghp_`).
  readonly #ends = new Map<string, string>();

  add(secret: string): void {
    for (const trace of tracesOf(secret)) this.#ends.set(trace.slice(-width).toLowerCase(), secret);
  }

  /** The secrets that are in a text. */
  find(text: string): ReadonlySet<string> {
    const found = new Set<string>();
    const folded = text.toLowerCase();
    for (let at = 0; at + width <= folded.length; at += 1) {
      const secret = this.#ends.get(folded.slice(at, at + width));
      if (secret !== undefined) found.add(secret);
    }
    return found;
  }
}

/** Every file under a directory with what is in it; of a store also what its blocks hold. */
export function* filesUnder(directory: string): Generator<readonly [string, string]> {
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const file = join(directory, name);
    if (!statSync(file).isFile()) continue;
    yield [file, readFileSync(file, 'latin1')];
    if (file.endsWith('entries.db')) yield [`${file}, unpacked`, unpacked(file)];
  }
}

// The blocks of a store are compressed: nothing could be seen in them as they are.
function unpacked(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    const blocks = database.prepare('select body from block').all();
    return blocks
      .map(({ body }) => zstdDecompressSync(body as Uint8Array).toString('utf8'))
      .join('\n');
  } finally {
    database.close();
  }
}
