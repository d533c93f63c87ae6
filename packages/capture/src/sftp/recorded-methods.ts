/** What a call of one method of the client is recorded as. */
export interface RecordedMethod {
  readonly action: string;
  /** What it acts on. */
  readonly on: 'file' | 'folder' | 'server';
  /** Places of the remote paths among the arguments. */
  readonly paths: readonly number[];
  /** Methods that the library calls on the way and that are no operations of their own. */
  readonly steps: readonly string[];
  /** Whether it gives a stream back and is over when that is. */
  readonly stream?: 'read' | 'write';
  /** Whether it consists of transfers, which are recorded too, and tells how many. */
  readonly sums?: true;
}

const upload = { action: 'sftp.upload', on: 'file', steps: [] } as const;
const download = { action: 'sftp.download', on: 'file', steps: [] } as const;
const rename = { action: 'sftp.rename', on: 'file', paths: [0, 1], steps: [] } as const;

/**
 * The methods of `ssh2-sftp-client` that reach the server and are more than a look at one path.
 *
 * Each file of `uploadDir` and `downloadDir` and each file and folder that `rmdir` removes is an
 * entry of its own: who asks about a file finds it by its path. The names with an underscore are
 * what the library itself calls for each file.
 */
export const recordedMethods: Readonly<Record<string, RecordedMethod>> = {
  connect: { action: 'sftp.connect', on: 'server', paths: [], steps: [] },
  end: { action: 'sftp.disconnect', on: 'server', paths: [], steps: [] },
  put: { ...upload, paths: [1], steps: ['_put'] },
  _put: { ...upload, paths: [1] },
  fastPut: { ...upload, paths: [1], steps: ['_fastPut'] },
  _fastPut: { ...upload, paths: [1] },
  append: { ...upload, paths: [1] },
  createWriteStream: { ...upload, paths: [0], stream: 'write' },
  get: { ...download, paths: [0] },
  fastGet: { ...download, paths: [0], steps: ['_fastGet'] },
  _fastGet: { ...download, paths: [0] },
  createReadStream: { ...download, paths: [0], stream: 'read' },
  uploadDir: { ...upload, on: 'folder', paths: [1], steps: ['uploadDir'], sums: true },
  downloadDir: {
    ...download,
    on: 'folder',
    paths: [0],
    steps: ['downloadDir', 'list'],
    sums: true,
  },
  list: { action: 'sftp.list', on: 'folder', paths: [0], steps: [] },
  mkdir: { action: 'sftp.mkdir', on: 'folder', paths: [0], steps: [] },
  delete: { action: 'sftp.delete', on: 'file', paths: [0], steps: [] },
  rmdir: { action: 'sftp.delete', on: 'folder', paths: [0], steps: ['list'] },
  rename,
  posixRename: rename,
  rcopy: { action: 'sftp.copy', on: 'file', paths: [0, 1], steps: [] },
  chmod: { action: 'sftp.chmod', on: 'file', paths: [0], steps: [] },
};
