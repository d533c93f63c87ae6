import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';

/** Every file under a directory with what is in it; a store's blocks are unpacked beside it. */
export function filesUnder(directory: string): readonly (readonly [string, string])[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile())
    .flatMap((file) => [[file, readFileSync(file, 'latin1')] as const, ...unpacked(file)]);
}

// The blocks of a store are compressed: nothing could be seen in them as they are.
function unpacked(file: string): readonly (readonly [string, string])[] {
  if (!file.endsWith('entries.db')) return [];
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    const blocks = database.prepare('select body from block').all();
    const text = blocks.map(({ body }) => zstdDecompressSync(body as Uint8Array).toString('utf8'));
    return [[`${file}, unpacked`, text.join('\n')]];
  } finally {
    database.close();
  }
}
