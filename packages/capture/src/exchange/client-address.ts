import { canonicalAddress } from './canonical-address.ts';
import { forwardedHop, xForwardedForHop } from './forwarded-hops.ts';
import { listFromRight } from './list-from-right.ts';
import type { ProxyTrust } from './trusted-proxies.ts';

/** From where a request came. All addresses are in the form of {@link canonicalAddress}. */
export interface ClientAddress {
  readonly ip: string;
  /** Whether `ip` was seen on the connection itself or told by a proxy that we trust. */
  readonly ipTrusted: boolean;
  /** The other end of the connection, if a proxy that we trust told about others behind it. */
  readonly peerIp?: string;
}

/** As `node:http` gives them: names in lower case. */
export interface ForwardingHeaders {
  readonly [name: string]: string | readonly string[] | undefined;
}

type Found = Pick<ClientAddress, 'ip' | 'ipTrusted'>;

const mostHops = 50;
const limitCharacters = 4_096;

/**
 * Tells the address of the client from the connection and, only if the connection comes from one of
 * our proxies, from `X-Forwarded-For` and `Forwarded` (RFC 7239). Never throws.
 *
 * Hops are looked at from the right, at most 50 of them and the last 4 KiB of the header. The first
 * that is not one of our proxies is the client; if all are, the leftmost. A hop that is no address
 * (`unknown`, `_hidden`, nothing, garbage) ends the search: `ip` is then the last address before
 * it, and is not trusted.
 *
 * A proxy writes one of the two headers and lets the client's other one pass, and we do not know
 * which. So if both are there and do not lead to the same address, the one from `X-Forwarded-For`
 * is told, which nearly all proxies write, and is not trusted.
 *
 * @param peer - `socket.remoteAddress`
 * @returns `undefined` if the peer has no address: a Unix socket, or a connection that is gone.
 */
export function clientAddress(
  peer: string | undefined,
  headers: ForwardingHeaders,
  trust: ProxyTrust,
): ClientAddress | undefined {
  const peerIp = peer === undefined ? undefined : canonicalAddress(peer);
  if (peerIp === undefined) return undefined;
  if (!trust.includes(peerIp)) return { ip: peerIp, ipTrusted: true };
  const told = textOf(headers['x-forwarded-for']);
  const toldByStandard = textOf(headers.forwarded);
  const search = (header: string, read: ReadHop): Found => follow(peerIp, header, read, trust);
  const found = told === undefined ? undefined : search(told, xForwardedForHop);
  const other = toldByStandard === undefined ? undefined : search(toldByStandard, forwardedHop);
  const client =
    found !== undefined && other !== undefined ? agreed(found, other) : (found ?? other);
  return client === undefined ? { ip: peerIp, ipTrusted: true } : { ...client, peerIp };
}

type ReadHop = (item: string) => string | undefined;

function follow(peerIp: string, header: string, read: ReadHop, trust: ProxyTrust): Found {
  let ip = peerIp;
  let hops = 0;
  for (const item of listFromRight(header, limitCharacters)) {
    hops += 1;
    const hop = item === undefined || hops > mostHops ? undefined : read(item);
    if (hop === undefined) return { ip, ipTrusted: false };
    ip = hop;
    if (!trust.includes(ip)) break;
  }
  return { ip, ipTrusted: true };
}

function agreed(found: Found, other: Found): Found {
  return { ip: found.ip, ipTrusted: found.ipTrusted && other.ipTrusted && found.ip === other.ip };
}

/** A header that was repeated is one list (RFC 9110 section 5.3). */
function textOf(header: unknown): string | undefined {
  if (typeof header === 'string') return header;
  if (!Array.isArray(header)) return undefined;
  return header.map((item) => (typeof item === 'string' ? item : '')).join(',');
}
