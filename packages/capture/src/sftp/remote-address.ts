import { posix } from 'node:path';
import type { Target } from '@whodid/core';
import type { ClientInside } from './sftp-client-like.ts';

/** Whom a client talks to. A user name is no secret: it says on whose behalf the server acted. */
export interface RemoteAddress {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
}

/** What a client was connected with last. Nothing else of its configuration is read. */
export function addressOf({ client }: ClientInside): RemoteAddress {
  return readAddress(client?.config);
}

/** What is asked for in a configuration of `ssh2`, with the defaults of that. */
export function readAddress(config: unknown): RemoteAddress {
  const { host, hostname, port, username, user } = (config ?? {}) as {
    readonly [name: string]: unknown;
  };
  const name = textOf(username) ?? textOf(user);
  return {
    host: textOf(hostname) ?? textOf(host) ?? 'localhost',
    port: Number.parseInt(String(port), 10) || 22,
    ...(name === undefined ? {} : { username: name }),
  };
}

/** The server itself as a target. */
export function serverTarget({ host, port }: RemoteAddress): Target {
  return { type: 'server', id: originOf(host, port), name: host };
}

/**
 * A file or folder of a server as a target. Its id is a URL, so that the same file has the same id
 * whoever touches it; a path that is relative to the user's home begins with `/~/` there, as in
 * curl. The port is always part of it.
 */
export function pathTarget(
  { host, port }: RemoteAddress,
  type: 'file' | 'folder',
  path: string,
): Target {
  const plain = posix.normalize(path);
  const whole = plain.startsWith('/') ? plain : `/~/${plain === '.' ? '' : plain}`;
  const name = posix.basename(plain);
  return {
    type,
    id: originOf(host, port) + encodePath(whole),
    ...(name === '' ? {} : { name }),
  };
}

function originOf(host: string, port: number): string {
  return `sftp://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

// An `@` or `:` in a file name must not make the part before it look like user and password.
function encodePath(path: string): string {
  // Half a surrogate pair cannot be encoded.
  const whole = path.replace(/[\ud800-\udfff]/gu, '\ufffd');
  return whole.split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  return segment === '~' ? segment : encodeURIComponent(segment);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
