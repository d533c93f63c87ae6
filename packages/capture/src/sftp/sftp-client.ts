import type { Readable } from 'node:stream';
import { type ReadOptions, type Recorder, readOptions, WhodidError } from '@whodid/core';
import { captureSftp } from './capture-sftp.ts';
import { type Ending, failedEnding } from './ending.ts';
import { acceptAnyKey, hostKeys } from './host-keys.ts';
import { Operation, type OperationFacts } from './operation.ts';
import { pathTarget, type RemoteAddress, serverTarget } from './remote-address.ts';
import { RemotePathError, remotePath } from './remote-path.ts';
import type { ClientInside, SftpClientLike, SshClientLike } from './sftp-client-like.ts';
import { type SftpClientOptions, sftpClientRules } from './sftp-client-options.ts';

/** The methods of `ssh2-sftp-client` that {@link SftpClient} uses. */
export interface Ssh2SftpClient extends SftpClientLike {
  exists(path: string): Promise<unknown>;
  put(content: Buffer | Readable, path: string): Promise<unknown>;
  get(path: string): Promise<unknown>;
  list(folder: string): Promise<readonly RemoteFile[]>;
  delete(path: string): Promise<unknown>;
}

/** The class that `ssh2-sftp-client` exports. */
export type Ssh2SftpClientClass = new (
  name?: string,
  callbacks?: { error(): void; end(): void; close(): void },
) => Ssh2SftpClient;

/** One line of a list. */
export interface RemoteFile {
  /** `-` for a file, `d` for a folder, `l` for a link. */
  readonly type: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifyTime: number;
}

type Action = 'sftp.upload' | 'sftp.download' | 'sftp.delete';

/**
 * A small SFTP client for sending files to one server and fetching them: it looks whether the folder
 * is there, joins paths so that a file cannot end up elsewhere, knows its server by a pinned key,
 * and records all of it as {@link captureSftp} does.
 *
 * `ssh2-sftp-client` is the app's own dependency and is handed in as its class.
 *
 * @example
 * const sftp = new SftpClient(Client, recorder, { host, username, password, hostKeys: ['SHA256:…'] });
 * await sftp.connect();
 * await sftp.upload('/in', 'report.csv', 'id;amount\n');
 * await sftp.close();
 */
export class SftpClient {
  readonly #recorder: Recorder;
  readonly #address: RemoteAddress;
  readonly #config: object;
  readonly #timeoutMs: number;
  readonly #create: () => Ssh2SftpClient;
  #client: Ssh2SftpClient;
  #connecting: Promise<void> | undefined;

  /**
   * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used, and
   * where no host key is pinned and it is not said that any is accepted.
   */
  constructor(Client: Ssh2SftpClientClass, recorder: Recorder, options: SftpClientOptions) {
    const read = readOptions('SftpClient', sftpClientRules, options);
    const { host, port, username, connectTimeoutMs } = read;
    this.#recorder = recorder;
    this.#config = configOf(recorder, read);
    this.#address = { host, port, username };
    this.#timeoutMs = connectTimeoutMs;
    this.#create = () => {
      // By default the library prints each end of a connection.
      const client = new Client('whodid', { error() {}, end() {}, close() {} });
      captureSftp(client, recorder);
      return client;
    };
    this.#client = this.#create();
  }

  /**
   * Connects and signs in. Does nothing while there is a connection.
   *
   * @throws what `ssh2-sftp-client` does.
   */
  async connect(): Promise<void> {
    if (this.#isConnected()) return;
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    await this.#connecting;
  }

  /**
   * Writes a file; one that is there is replaced. Text is sent as UTF-8.
   *
   * @returns the remote path.
   * @throws RemotePathError `ERR_BAD_PATH` for a name that is not one, `NO_SUCH_FILE` for a folder
   * that is not there; else what `ssh2-sftp-client` does.
   */
  async upload(
    folder: string,
    filename: string,
    content: string | Uint8Array | Readable,
  ): Promise<string> {
    const path = await this.#check('sftp.upload', folder, filename);
    await this.#client.put(sendable(content), path);
    return path;
  }

  /** Fetches a file as a whole. Throws as {@link upload} does. */
  async download(folder: string, filename: string): Promise<Buffer> {
    const path = await this.#check('sftp.download', folder, filename);
    return (await this.#client.get(path)) as Buffer;
  }

  /** Lists a folder. Throws what `ssh2-sftp-client` does. */
  async list(folder: string): Promise<readonly RemoteFile[]> {
    return this.#client.list(folder);
  }

  /** Deletes a file. Throws as {@link upload} does. */
  async delete(folder: string, filename: string): Promise<void> {
    const path = await this.#check('sftp.delete', folder, filename);
    await this.#client.delete(path);
  }

  /** Ends the connection, if there is one. */
  async close(): Promise<void> {
    await this.#client.end();
  }

  async #connect(): Promise<void> {
    // A client that has been ended once takes every later break for an end that was wanted.
    this.#client = this.#create();
    const { client: ssh } = this.#client as ClientInside;
    const late = setTimeout(() => giveUp(ssh), this.#timeoutMs);
    try {
      await this.#client.connect(this.#config as never);
    } finally {
      clearTimeout(late);
    }
  }

  #isConnected(): boolean {
    return (this.#client as ClientInside).sftp !== undefined;
  }

  // What does not get as far as the operation itself is recorded here, in its place.
  async #check(action: Action, folder: string, filename: string): Promise<string> {
    const check = new Operation(this.#recorder, this.#facts(action, folder, filename));
    const connected = this.#isConnected();
    try {
      const path = remotePath(folder, filename);
      const type = await this.#client.exists(folder);
      if (type !== 'd' && type !== 'l') {
        throw new RemotePathError('NO_SUCH_FILE', 'The remote folder does not exist');
      }
      check.drop();
      return path;
    } catch (error) {
      check.end(checkEnding(error, connected && !this.#isConnected()));
      throw error;
    }
  }

  #facts(action: Action, folder: unknown, filename: unknown): OperationFacts {
    const target =
      typeof folder === 'string' && folder !== ''
        ? pathTarget(this.#address, 'folder', folder)
        : serverTarget(this.#address);
    return {
      action,
      address: this.#address,
      targets: [target],
      data: { path: folder, filename },
      sums: false,
      client: this.#client,
      steps: [],
    };
  }
}

// Nothing was asked of the server yet but whether the folder is there, so the outcome is known.
function checkEnding(error: unknown, lost: boolean): Ending {
  if (lost) return { outcome: 'failure', reason: 'CONNECTION_LOST' };
  const refused = error instanceof RemotePathError && error.code === 'ERR_BAD_PATH';
  return refused ? { outcome: 'denied', reason: error.code } : failedEnding(error, false);
}

function configOf(recorder: Recorder, options: ReadOptions<SftpClientOptions>): object {
  const { host, port, username, password, privateKey, passphrase } = options;
  if (host === '') throw missing('host', 'text');
  if (username === '') throw missing('username', 'text');
  return {
    ...serverOf(recorder, options),
    host,
    port,
    username,
    // `SftpClient` has its own, which also covers the beginning of the SFTP session.
    readyTimeout: 0,
    ...(password === '' ? {} : { password }),
    ...(privateKey === '' ? {} : { privateKey }),
    ...(passphrase === '' ? {} : { passphrase }),
  };
}

function serverOf(
  recorder: Recorder,
  { host, port, hostKeys: pins, acceptAnyHostKey }: ReadOptions<SftpClientOptions>,
): object {
  if (acceptAnyHostKey === pins.length > 0) {
    const wanted = 'given, or acceptAnyHostKey set, and not both';
    throw missing('hostKeys', wanted, pins.length > 0 ? 'both' : 'neither');
  }
  return acceptAnyHostKey
    ? { hostVerifier: acceptAnyKey }
    : hostKeys(recorder, { host, port, pins });
}

function missing(option: string, wanted: string, got = 'nothing'): WhodidError {
  return new WhodidError('CONFIG_INVALID', { option: `SftpClient.${option}`, wanted, got });
}

// Text alone would be taken for the path of a local file.
function sendable(content: string | Uint8Array | Readable): Buffer | Readable {
  if (typeof content === 'string') return Buffer.from(content);
  if (!(content instanceof Uint8Array) || Buffer.isBuffer(content)) return content;
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

// As `ssh2` gives up a handshake: the library rejects with what is emitted.
function giveUp(ssh: SshClientLike | undefined): void {
  const error = new Error('Timed out while waiting for the SFTP session');
  ssh?.emit('error', Object.assign(error, { level: 'client-timeout' }));
  ssh?.destroy?.();
}
