import { isIP } from 'node:net';
import { canonicalAddress } from '@whodid/capture/address';
import type { Client } from '@whodid/core';
import type { FastifyRequest } from 'fastify';

/**
 * From where somebody asks, as an entry tells it: from the connection itself, or from proxies that
 * the operator trusts.
 */
export function clientOf({ ip: told, socket, headers }: FastifyRequest): Client {
  const userAgent = headers['user-agent'];
  // Without address if the connection is gone already: then nobody is told the answer either.
  const peerIp = canonicalAddress(socket.remoteAddress ?? '') ?? '::';
  const ip = canonicalAddress(told ?? '') ?? peerIp;
  return {
    ip,
    ipTrusted: true,
    ...(peerIp === ip ? {} : { peerIp }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}

/** What an address counts as when tries are counted: for IPv6 the network, which one host may have whole. */
export function networkOf({ ip }: Client): string {
  if (isIP(ip) !== 6) return ip;
  const [head = '', tail] = ip.split('::');
  const [left, right] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean));
  const zeros = tail === undefined ? 0 : 8 - (left?.length ?? 0) - (right?.length ?? 0);
  const groups = [
    ...(left ?? []),
    ...Array<string>(Math.max(0, zeros)).fill('0'),
    ...(right ?? []),
  ];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
