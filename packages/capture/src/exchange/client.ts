import type { IncomingMessage } from 'node:http';
import type { Client } from '@whodid/core';

const ipv4InIpv6 = /^::ffff:(?=\d+\.)/i;

/**
 * From where a request came, as seen on its connection. `undefined` where a connection has no
 * address: a Unix socket, or a client that is gone already.
 */
export function clientOf(request: Pick<IncomingMessage, 'socket' | 'headers'>): Client | undefined {
  const address = request.socket?.remoteAddress;
  if (address === undefined || address === '') return undefined;
  const userAgent = request.headers['user-agent'];
  return {
    ip: address.replace(ipv4InIpv6, ''),
    ipTrusted: true,
    ...(userAgent === undefined || userAgent === '' ? {} : { userAgent }),
  };
}
