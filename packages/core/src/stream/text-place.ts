import { join } from 'node:path';
import type { EntryFields } from '../entry/entry.ts';
import { streamNoteOf, systemLocation } from '../view/stream-note.ts';
import { folderName, isCut, streamFileName, streamFolderName } from './folder-name.ts';

/** Which file an entry's text goes to. Paths are relative to the folder of all text files. */
export interface TextPlace {
  /** As in `users/ada/INFO_log.log`. */
  readonly path: string;
  /** Where the file is put aside, without the time: `log-archives/info/ada_INFO_log`. */
  readonly archive: string;
  /** The user, if the name of the folder does not tell it. */
  readonly cutUser: string | null;
}

export const archivesFolder = 'log-archives';
export const usersFolder = 'users';
const systemFolder = 'sys';

export function textPlace(stream: string, entry: EntryFields, systemOnly: boolean): TextPlace {
  const { location } = streamNoteOf(entry);
  const name = `${streamFileName(stream)}_log`;
  const archives = join(archivesFolder, streamFolderName(stream));
  if (systemOnly || location === systemLocation) {
    const path = join(systemFolder, `${name}.log`);
    return { path, archive: join(archives, name), cutUser: null };
  }
  const folder = folderName(location);
  return {
    path: join(usersFolder, folder, `${name}.log`),
    archive: join(archives, `${folder}_${name}`),
    cutUser: isCut(folder) ? location : null,
  };
}
