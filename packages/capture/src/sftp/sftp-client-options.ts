import { custom, flag, type OptionRules, text, texts, wholeNumber } from '@whodid/core';

/** How an `SftpClient` finds its server, knows it, and signs in. */
export interface SftpClientOptions {
  /** Name or address of the server. */
  readonly host: string;

  /**
   * Port.
   *
   * @defaultValue `22`; from 1 to 65535
   */
  readonly port?: number | undefined;

  /** Whom to sign in as. */
  readonly username: string;

  /** Password, if that is how one signs in. */
  readonly password?: string | undefined;

  /** Private key in OpenSSH or PEM format, if that is how one signs in. */
  readonly privateKey?: string | Buffer | undefined;

  /** Passphrase of the private key. */
  readonly passphrase?: string | undefined;

  /**
   * The keys that the server may show, as `pins` of `hostKeys`. Required, unless any is accepted.
   */
  readonly hostKeys?: readonly string[] | undefined;

  /**
   * Whether to talk to whoever answers at that address. It is recorded with each connection.
   *
   * @defaultValue `false`
   */
  readonly acceptAnyHostKey?: boolean | undefined;

  /**
   * Longest to wait for a connection, from the address to the SFTP session, in milliseconds.
   *
   * @defaultValue `30000` (30 s); from 1 to 600000
   */
  readonly connectTimeoutMs?: number | undefined;
}

/** Absent is the same as empty for texts here: neither signs anybody in. */
export const sftpClientRules: OptionRules<SftpClientOptions> = {
  host: text(''),
  port: wholeNumber({ fallback: 22, min: 1, max: 65_535 }),
  username: text(''),
  password: text(''),
  privateKey: custom<string | Buffer>('text or a buffer', '', (value) =>
    typeof value === 'string' ? value !== '' : Buffer.isBuffer(value),
  ),
  passphrase: text(''),
  hostKeys: texts([]),
  acceptAnyHostKey: flag(false),
  connectTimeoutMs: wholeNumber({ fallback: 30_000, min: 1, max: 600_000 }),
};
