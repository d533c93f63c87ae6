import { WhodidError } from '@whodid/core';
import { type KnownHost, readBase64, readKnownHost } from './known-hosts.ts';

/** Where a server is. */
export interface Server {
  readonly host: string;
  readonly port: number;
}

/** The keys that a server may show. */
export interface Pins {
  /** Fingerprints of accepted keys. */
  readonly accepted: readonly string[];
  readonly revoked: ReadonlySet<string>;
}

/**
 * Reads what is pinned for one server.
 *
 * @throws WhodidError `CONFIG_INVALID` for a pin that cannot be read. Left out, one marked
 * `@revoked` would be accepted.
 */
export function readPins(option: string, texts: readonly string[], server: Server): Pins {
  const pins = texts.flatMap((text, index) =>
    text.split(/\r?\n/).map((line) => readPin(`${option}[${index}]`, line)),
  );
  const revoked = new Set(pins.flatMap((pin) => revokedBy(pin, server)));
  const accepted = new Set(pins.flatMap((pin) => acceptedBy(pin, server)));
  return { accepted: [...accepted].filter((pin) => !revoked.has(pin)), revoked };
}

type Pin = KnownHost | string | null;

// A key that is revoked for a host is not trusted on any of its ports.
function revokedBy(pin: Pin, { host, port }: Server): readonly string[] {
  if (pin === null || typeof pin === 'string' || !pin.revoked) return [];
  return pin.isFor(host, port) || pin.isFor(host, 22) ? [pin.fingerprint] : [];
}

function acceptedBy(pin: Pin, { host, port }: Server): readonly string[] {
  if (pin === null || typeof pin === 'string') return pin === null ? [] : [pin];
  return !pin.revoked && pin.isFor(host, port) ? [pin.fingerprint] : [];
}

function readPin(option: string, line: string): Pin {
  const plain = line.trim();
  try {
    return plain.startsWith('SHA256:') ? readFingerprint(plain) : readKnownHost(plain);
  } catch (cause) {
    const wanted = 'a fingerprint as in SHA256:… or a line of known_hosts';
    throw new WhodidError(
      'CONFIG_INVALID',
      { option, wanted, got: 'text that is neither' },
      { cause },
    );
  }
}

function readFingerprint(text: string): string {
  const digest = text.slice('SHA256:'.length).replace(/=$/, '');
  if (readBase64(digest)?.length !== 32) throw new TypeError('no SHA-256');
  return `SHA256:${digest}`;
}
