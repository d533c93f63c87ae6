/** What makes an object an `ssh2-sftp-client` for us. Everything else is looked up when it is there. */
export interface SftpClientLike {
  connect(config: never): Promise<unknown>;
  end(): Promise<unknown>;
}

/** The inside of an `ssh2-sftp-client` that we look at. */
export interface ClientInside {
  /** The SFTP session; `undefined` while there is no connection. */
  readonly sftp?: object | undefined;
  /** The client of `ssh2` below it. */
  readonly client?: SshClientLike | undefined;
}

/** The part of a client of `ssh2` that we use. Its `config` also holds what must not be read. */
export interface SshClientLike {
  readonly config?: {
    readonly host?: unknown;
    readonly port?: unknown;
    readonly username?: unknown;
  };
  emit(event: string, ...args: unknown[]): boolean;
  destroy?(): unknown;
}
