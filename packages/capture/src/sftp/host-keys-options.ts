import { custom, type OptionRules, texts, wholeNumber } from '@whodid/core';

/** Which server is meant, and which keys it may show. */
export interface HostKeysOptions {
  /** Name or address, as it is used to connect. */
  readonly host: string;

  /**
   * Port.
   *
   * @defaultValue `22`; from 1 to 65535
   */
  readonly port?: number | undefined;

  /**
   * The accepted keys: fingerprints as OpenSSH prints them (`SHA256:` and 43 characters), or lines
   * of a `known_hosts` file, or the text of a whole one. Of the lines only those for this host and
   * port count. A key marked `@revoked` is refused whatever else says so; `@cert-authority` is passed
   * over, since `ssh2` knows no certificates.
   */
  readonly pins: readonly string[];
}

export const hostKeysRules: OptionRules<HostKeysOptions> = {
  host: custom('text', '', (value) => typeof value === 'string' && value !== ''),
  port: wholeNumber({ fallback: 22, min: 1, max: 65_535 }),
  pins: texts([]),
};
