import type { AddressInfo } from 'node:net';
import { WhodidError } from '@whodid/core';
import type { CollectorApp } from './collector-app.ts';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
}

/**
 * Starts to listen, and tells where for somebody on this machine. `localhost` is 127.0.0.1: with the
 * name, Fastify opens a second server that cannot be told to end its idle connections.
 *
 * @throws WhodidError `CONFIG_INVALID` if the port is taken or the host is not ours; the `cause` is
 * the system's error.
 */
export async function listen(app: CollectorApp, { host, port }: ListenOptions): Promise<string> {
  try {
    await app.listen({ host: host === 'localhost' ? '127.0.0.1' : host, port });
  } catch (cause) {
    throw notListening(cause, host, port);
  }
  const { port: found } = app.server.address() as AddressInfo;
  return `http://${reachable(host)}:${found}`;
}

function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function notListening(cause: unknown, host: string, port: number): unknown {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return refused('port', 'a free port', `${port}, which another program uses`, cause);
    case 'EACCES':
      return refused('port', 'a port that we may use', String(port), cause);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return refused('host', 'an address of this machine', host, cause);
    default:
      return cause;
  }
}

function refused(option: string, wanted: string, got: string, cause: unknown): WhodidError {
  return new WhodidError(
    'CONFIG_INVALID',
    { option: `collector.${option}`, wanted, got },
    { cause },
  );
}
