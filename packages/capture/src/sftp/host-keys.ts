import { type Recorder, readOptions, WhodidError } from '@whodid/core';
import type { Ending } from './ending.ts';
import { fingerprintOf, keyTypeOf } from './fingerprint.ts';
import { type HostKeysOptions, hostKeysRules } from './host-keys-options.ts';
import { openOperation } from './operation.ts';
import { type Pins, readPins, type Server } from './pins.ts';
import { serverTarget } from './remote-address.ts';

/** A part of a configuration for `ssh2` and `ssh2-sftp-client`, to be spread into the rest. */
export interface PinnedHost {
  readonly host: string;
  readonly port: number;
  /** Whether the server may go on with this key. */
  readonly hostVerifier: (key: Buffer) => boolean;
}

const pinned = new WeakSet<object>();

/**
 * Lets a connection go on only to a server with a pinned key: `ssh2` by itself accepts any.
 *
 * A server with another key is refused before any credential is sent, and the refusal is recorded
 * with the fingerprint that it showed and those that are pinned: in the entry of the connection
 * where the client is captured, else as an `sftp.connect` of its own. `reason` is `HOST_KEY_UNKNOWN`
 * or `HOST_KEY_REVOKED`. A server with several keys shows one of them: pin all.
 *
 * `hostHash` must not be set beside it: then the key itself is not seen and is refused.
 *
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID`; without any pin, too.
 *
 * @example
 * await client.connect({
 *   ...hostKeys(recorder, { host: 'sftp.example.com', pins: ['SHA256:…'] }),
 *   username, privateKey,
 * });
 */
export function hostKeys(recorder: Recorder, options: HostKeysOptions): PinnedHost {
  const { host, port, pins } = readOptions('hostKeys', hostKeysRules, options);
  if (host === '') throw missing('host', 'text');
  if (pins.every((pin) => pin.trim() === '')) throw missing('pins', 'at least one pinned key');
  const server: Server = { host, port };
  const known = readPins('hostKeys.pins', pins, server);
  const hostVerifier = (key: Buffer): boolean => {
    const reason = refusalOf(key, known);
    note(recorder, server, shown(key, known, reason !== null), reason);
    return reason === null;
  };
  pinned.add(hostVerifier);
  return { host, port, hostVerifier };
}

/** Whether a verifier is one of {@link hostKeys}. */
export function isPinned(hostVerifier: object): boolean {
  return pinned.has(hostVerifier);
}

/** Accepts any key and says so in the entry of the connection. */
export function acceptAnyKey(key: Buffer): boolean {
  openOperation()?.tell({ hostKey: { check: 'none', ...described(key) } });
  return true;
}

type Refusal = 'HOST_KEY_UNKNOWN' | 'HOST_KEY_REVOKED' | 'HOST_KEY_UNREADABLE';

// With `hostHash` set, `ssh2` gives a hash of the app's choice instead of the key.
function refusalOf(key: unknown, { accepted, revoked }: Pins): Refusal | null {
  if (!(key instanceof Uint8Array)) return 'HOST_KEY_UNREADABLE';
  const fingerprint = fingerprintOf(key);
  if (revoked.has(fingerprint)) return 'HOST_KEY_REVOKED';
  return accepted.includes(fingerprint) ? null : 'HOST_KEY_UNKNOWN';
}

const mostShown = 20;

function shown(key: unknown, { accepted }: Pins, refused: boolean): object {
  return {
    check: 'pinned',
    ...(key instanceof Uint8Array ? described(key) : {}),
    ...(refused ? { pinned: accepted.slice(0, mostShown) } : {}),
  };
}

function described(key: Uint8Array): object {
  const type = keyTypeOf(key);
  return { fingerprint: fingerprintOf(key), ...(type === undefined ? {} : { type }) };
}

function note(recorder: Recorder, server: Server, hostKey: object, reason: Refusal | null): void {
  const operation = openOperation();
  const verdict: Ending | undefined = reason === null ? undefined : { outcome: 'denied', reason };
  if (operation !== undefined) operation.tell({ hostKey }, verdict);
  else if (verdict !== undefined) recordRefusal(recorder, server, hostKey, verdict);
}

function recordRefusal(recorder: Recorder, server: Server, hostKey: object, verdict: Ending): void {
  try {
    recorder.capture(() => ({
      kind: 'sftp.out',
      action: 'sftp.connect',
      ...verdict,
      targets: [serverTarget(server)],
      data: { ...server, hostKey },
    }));
  } catch {
    // A recorder never throws; a broken one must not let a wrong key through.
  }
}

function missing(option: string, wanted: string): WhodidError {
  return new WhodidError('CONFIG_INVALID', {
    option: `hostKeys.${option}`,
    wanted,
    got: 'nothing',
  });
}
