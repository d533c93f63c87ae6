import { BlockList, isIP, isIPv4 } from 'node:net';
import type { Client } from '@whodid/core';
import type { FastifyRequest } from 'fastify';

/** From where somebody signs in, as an entry tells it. */
export function clientOf(request: FastifyRequest): Client {
  const userAgent = request.headers['user-agent'];
  // Without address if the connection is gone already: then nobody is told the answer either.
  const peer = bare(request.socket.remoteAddress ?? '::');
  const told = toldBy(peer, request.headers['x-forwarded-for']);
  return {
    ip: told ?? peer,
    ipTrusted: told === null,
    ...(told === null ? {} : { peerIp: peer }),
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

// TLS ends in a proxy, and a proxy is on this machine or in a network of its own: then the last
// address that it tells counts, which it wrote itself. Somebody there who makes one up only escapes
// the count by address.
function toldBy(peer: string, header: string | string[] | undefined): string | null {
  const last = bare([header].flat().join(',').split(',').at(-1)?.trim() ?? '');
  if (isIP(last) === 0 || isIP(peer) === 0) return null;
  return near.check(peer, isIPv4(peer) ? 'ipv4' : 'ipv6') ? last : null;
}

// An IPv4 address comes as `::ffff:192.0.2.1` to a server that listens for both.
function bare(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

const near = new BlockList();
near.addSubnet('127.0.0.0', 8, 'ipv4');
near.addSubnet('10.0.0.0', 8, 'ipv4');
near.addSubnet('172.16.0.0', 12, 'ipv4');
near.addSubnet('192.168.0.0', 16, 'ipv4');
near.addAddress('::1', 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');
