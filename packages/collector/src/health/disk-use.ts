import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** How much room something takes on its disk, and how much is left there. In bytes. */
export interface DiskUse {
  readonly bytes: number;
  readonly freeBytes: number;
}

/** The files of a directory and of those in it. One that goes away meanwhile is not counted. */
export async function diskUse(directory: string): Promise<DiskUse> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) =>
        stat(join(parentPath, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  const { bavail, bsize } = await statfs(directory);
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), freeBytes: bavail * bsize };
}
