import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One file of a ring. Numbers grow by one with each file, over all directories of the ring. */
export interface RingFile {
  readonly number: number;
  readonly path: string;
}

const form = /^(\d{8,})\.ring$/;

export function ringFileName(number: number): string {
  return `${String(number).padStart(8, '0')}.ring`;
}

/** The ring files in some directories, oldest first. A directory that cannot be read has none. */
export function listRingFiles(directories: readonly string[]): readonly RingFile[] {
  return directories
    .flatMap((directory) => filesIn(directory))
    .toSorted((a, b) => a.number - b.number);
}

function filesIn(directory: string): readonly RingFile[] {
  let names: readonly string[];
  try {
    names = readdirSync(directory);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const number = form.exec(name)?.[1];
    return number === undefined ? [] : [{ number: Number(number), path: join(directory, name) }];
  });
}
