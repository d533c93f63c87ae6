import { BlockList, isIP } from 'node:net';
import { WhodidError } from '@whodid/core';
import { canonicalAddress } from './canonical-address.ts';

/** Which addresses are our own proxies. */
export interface ProxyTrust {
  /** @param address - in the form of {@link canonicalAddress}. */
  includes(address: string): boolean;
}

const words: ReadonlyMap<string, readonly string[]> = new Map([
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['linklocal', ['169.254.0.0/16', 'fe80::/10']],
  ['uniquelocal', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
]);
const cidr = /^([\da-f:.]+)(?:\/([1-9]\d{0,2}))?$/i;
const mappedBits = 96;

/**
 * Reads the list of our proxies: addresses, ranges as in `10.0.0.0/8` or `2001:db8::/32`, and the
 * words `loopback`, `linklocal` (RFC 3927, RFC 4291) and `uniquelocal` (RFC 1918, RFC 4193).
 *
 * A range of everything (`/0`) is refused: then the client itself would count as a proxy, and
 * whatever it says of its address would be believed.
 *
 * @throws WhodidError `CONFIG_INVALID` for `trustedProxies` if one of them is something else.
 */
export function createProxyTrust(list: readonly string[]): ProxyTrust {
  const blocks = new BlockList();
  if (!Array.isArray(list)) throw invalid(typeof list);
  list.forEach((item, index) => {
    for (const range of words.get(item) ?? [item]) {
      if (!addRange(blocks, range)) throw invalid(`something else at place ${index + 1}`);
    }
  });
  // Most apps name none, and the check makes an address object each time.
  if (list.length === 0) return { includes: () => false };
  return { includes: (address) => blocks.check(address, familyOf(address)) };
}

function addRange(blocks: BlockList, range: unknown): boolean {
  const [, text = '', bits] = (typeof range === 'string' ? cidr.exec(range) : null) ?? [];
  const address = canonicalAddress(text);
  if (address === undefined) return false;
  const family = familyOf(address);
  const most = family === 'ipv4' ? 32 : 128;
  // IPv4 mapped into IPv6 has become IPv4, and its prefix must, too.
  const wasMapped = family === 'ipv4' && isIP(text) === 6;
  const prefix = bits === undefined ? most : Number(bits) - (wasMapped ? mappedBits : 0);
  if (prefix < 1 || prefix > most) return false;
  blocks.addSubnet(address, prefix, family);
  return true;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

function invalid(got: string): WhodidError {
  return new WhodidError('CONFIG_INVALID', {
    option: 'trustedProxies',
    wanted: `a list of addresses, ranges from /1, and ${[...words.keys()].join(', ')}`,
    got,
  });
}
