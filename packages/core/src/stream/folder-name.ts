import { createHash } from 'node:crypto';

/** Most characters of a name, so that what is added to it still fits into the 255 of a file system. */
const longest = 120;
const hashMark = '~';
/** What a name begins or ends with, or is, that some systems take for something else. */
const special = /^\.|\.$|^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/gi;

/**
 * A user's name as the name of a folder: safe on every system, another one for every name, and the
 * name can be read from it. Whatever is not a small letter, a digit or one of `._@+-` is written as
 * its bytes in UTF-8, as in `%41da`. So names that differ only in case are two folders everywhere.
 *
 * A name that gets too long is cut and ends with a hash; see {@link isCut}.
 */
export function folderName(user: string): string {
  if (user === '') return '%';
  return limited(escaped(user, /[^a-z0-9._@+-]/gu), user);
}

/** Whether a folder's name is only the beginning of the user's, which is in a file in it then. */
export function isCut(folder: string): boolean {
  return folder.includes(hashMark);
}

/** The name that {@link folderName} was given; `null` if it was cut, or if this is no such folder. */
export function userOf(folder: string): string | null {
  if (isCut(folder)) return null;
  try {
    const user = folder === '%' ? '' : decodeURIComponent(folder);
    return folderName(user) === folder ? user : null;
  } catch {
    return null;
  }
}

/** A stream's name in the name of its file: `SECURITY_ALERT`. Safe as a user's is. */
export function streamFileName(stream: string): string {
  return limited(escaped(stream, /[^A-Z0-9 -]/gu).replaceAll(' ', '_'), stream);
}

/** A stream's name as that of its archive: `security-alert`. */
export function streamFolderName(stream: string): string {
  const name = escaped(stream, /[^A-Z0-9 ]/gu).replace(/%[0-9A-F]{2}|[A-Z ]/g, (part) =>
    part === ' ' ? '-' : part.startsWith('%') ? part : part.toLowerCase(),
  );
  return limited(name, stream);
}

function escaped(text: string, unsafe: RegExp): string {
  const name = text.replace(unsafe, percent);
  return name.replace(special, (part) => percent(part[0] ?? '') + part.slice(1));
}

function percent(char: string): string {
  return [...Buffer.from(char)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

function limited(name: string, whole: string): string {
  if (name.length <= longest) return name;
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 32);
  return `${name.slice(0, longest - hash.length - 1)}${hashMark}${hash}`;
}
