import { type Dirent, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { streamFolderName } from './folder-name.ts';
import { streamName } from './streams.ts';
import { archivesFolder } from './text-place.ts';

/** A text file that was put aside. */
export interface ArchivedFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * The text files in the archives of a folder, of these streams or of all, oldest names first. Links and
 * whatever else lies there are left out.
 */
export function archivedFiles(
  directory: string,
  streams: readonly string[] = [],
): readonly ArchivedFile[] {
  const archives = join(directory, archivesFolder);
  const wanted = new Set(streams.map((stream) => streamFolderName(streamName(stream) ?? stream)));
  return foldersIn(archives)
    .filter((name) => wanted.size === 0 || wanted.has(name))
    .flatMap((name) => filesIn(join(archives, name)));
}

/** Removes the text files that {@link archivedFiles} tells of, for good, and tells which they were. */
export function clearArchives(
  directory: string,
  streams: readonly string[] = [],
): readonly ArchivedFile[] {
  const files = archivedFiles(directory, streams);
  for (const { path } of files) rmSync(path, { force: true });
  return files;
}

function foldersIn(directory: string): readonly string[] {
  return entriesIn(directory)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function filesIn(directory: string): readonly ArchivedFile[] {
  return entriesIn(directory)
    .filter((entry) => entry.isFile() && entry.name.endsWith('.log'))
    .map(({ name }) => join(directory, name))
    .sort()
    .map((path) => ({ path, bytes: statSync(path).size }));
}

function entriesIn(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
