/** What the tests use of the library, which has no types of its own. */
declare module 'ssh2-sftp-client' {
  import type { Readable, Writable } from 'node:stream';
  import type { ConnectConfig, SFTPWrapper } from 'ssh2';

  interface DirOptions {
    readonly filter?: (path: string, isFolder: boolean) => boolean;
    readonly useFastput?: boolean;
    readonly useFastget?: boolean;
  }

  interface FastOptions {
    readonly step?: (total: number, bytes: number, whole: number) => void;
  }

  export default class Client {
    constructor(
      name?: string,
      callbacks?: { error(error: Error): void; end(): void; close(): void },
    );
    connect(config: ConnectConfig): Promise<SFTPWrapper>;
    end(): Promise<boolean>;
    put(source: string | Buffer | Readable, path: string, options?: object): Promise<string>;
    fastPut(source: string, path: string, options?: FastOptions): Promise<string>;
    append(source: Buffer | Readable, path: string, options?: object): Promise<string>;
    get(path: string): Promise<Buffer>;
    get<D extends string | Writable>(path: string, target: D, options?: object): Promise<D>;
    fastGet(path: string, target: string, options?: FastOptions): Promise<string>;
    uploadDir(source: string, folder: string, options?: DirOptions): Promise<string>;
    downloadDir(folder: string, target: string, options?: DirOptions): Promise<string>;
    createReadStream(path: string, options?: object): Readable;
    createWriteStream(path: string, options?: object): Writable;
    list(
      folder: string,
    ): Promise<{ type: string; name: string; size: number; modifyTime: number }[]>;
    exists(path: string): Promise<false | string>;
    mkdir(folder: string, recursive?: boolean): Promise<string>;
    rmdir(folder: string, recursive?: boolean): Promise<string>;
    delete(path: string, notFoundOk?: boolean): Promise<string>;
    rename(from: string, to: string): Promise<string>;
    posixRename(from: string, to: string): Promise<string>;
    rcopy(from: string, to: string): Promise<string>;
    chmod(path: string, mode: number): Promise<string>;
    on(event: string, listener: (...args: never[]) => void): void;
    removeListener(event: string, listener: (...args: never[]) => void): void;
    readonly client: import('ssh2').Client;
    readonly sftp: SFTPWrapper | undefined;
  }
}
