/** What is wrong with a remote path. The names themselves are not in the message. */
export class RemotePathError extends Error {
  readonly code: 'ERR_BAD_PATH' | 'NO_SUCH_FILE';

  constructor(code: RemotePathError['code'], message: string) {
    super(message);
    this.name = 'RemotePathError';
    this.code = code;
  }
}

/**
 * The path of a file in a remote folder. The file cannot be anywhere else: its name is one name.
 *
 * @throws RemotePathError `ERR_BAD_PATH` for a folder that is empty, and for a file name that is
 * empty, `.` or `..`, or has a slash, a backslash (a separator for servers on Windows) or a NUL in
 * it.
 */
export function remotePath(folder: string, filename: string): string {
  if (!isText(folder) || folder.includes('\0')) {
    throw new RemotePathError('ERR_BAD_PATH', 'The folder must be a path that is not empty');
  }
  if (!isText(filename) || /^\.{1,2}$/.test(filename) || /[/\\\0]/.test(filename)) {
    throw new RemotePathError('ERR_BAD_PATH', 'The file name must be one name without a folder');
  }
  return `${folder.replace(/\/+$/, '')}/${filename}`;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
