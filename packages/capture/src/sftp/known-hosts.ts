import { createHmac, timingSafeEqual } from 'node:crypto';
import { fingerprintOf, keyTypeOf } from './fingerprint.ts';

/** One line of a `known_hosts` file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHost {
  readonly revoked: boolean;
  readonly fingerprint: string;
  /** Whether the line speaks of this server. */
  isFor(host: string, port: number): boolean;
}

const defaultPort = 22;

/**
 * Reads one line: names plain, with wildcards, hashed, or with a port; the marker `@revoked`.
 *
 * @returns `null` for lines that name no key of a host: empty ones, comments, `@cert-authority`.
 * @throws TypeError for a line that cannot be read. It is not quoted.
 */
export function readKnownHost(line: string): KnownHost | null {
  const words = line.trim().split(/\s+/);
  const [first = ''] = words;
  if (first === '' || first.startsWith('#') || first === '@cert-authority') return null;
  const marked = first.startsWith('@');
  if (marked && first !== '@revoked') throw new TypeError('unknown marker');
  const [names = '', type, encoded = ''] = marked ? words.slice(1) : words;
  const key = readBase64(encoded);
  if (key === null || keyTypeOf(key) !== type) throw new TypeError('no key of that type');
  const match = matcherOf(names);
  return {
    revoked: marked,
    fingerprint: fingerprintOf(key),
    isFor: (host, port) => match(nameOf(host.toLowerCase(), port)),
  };
}

/** Bytes of base64 text, if it is nothing else; the padding may be left out. */
export function readBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  const plain = text.replace(/=+$/, '');
  return plain !== '' && bytes.toString('base64').replace(/=+$/, '') === plain ? bytes : null;
}

// As OpenSSH looks a server up: the port only where it is not the usual one.
function nameOf(host: string, port: number): string {
  return port === defaultPort ? host : `[${host}]:${port}`;
}

function matcherOf(names: string): (name: string) => boolean {
  if (names.startsWith('|')) return hashedMatcher(names);
  const patterns = names.split(',').map((name) => {
    const negated = name.startsWith('!');
    return { negated, form: patternOf(negated ? name.slice(1) : name) };
  });
  return (name) => {
    const found = patterns.filter(({ form }) => form.test(name));
    return found.length > 0 && !found.some(({ negated }) => negated);
  };
}

// `|1|salt|hash`, where hash is HMAC-SHA1 of the name with the salt as its key.
function hashedMatcher(names: string): (name: string) => boolean {
  const [, version, encodedSalt = '', encodedHash = ''] = names.split('|');
  const salt = readBase64(encodedSalt);
  const hash = readBase64(encodedHash);
  if (version !== '1' || salt === null || hash?.length !== 20)
    throw new TypeError('no hashed name');
  return (name) => timingSafeEqual(createHmac('sha1', salt).update(name).digest(), hash);
}

function patternOf(name: string): RegExp {
  const plain = unbracketed(name.toLowerCase());
  if (plain === '') throw new TypeError('an empty name');
  const escaped = plain.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}

function unbracketed(name: string): string {
  return /^\[([^\]]+)\](?::22)?$/.exec(name)?.[1] ?? name;
}
