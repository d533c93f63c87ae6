import { isIP, SocketAddress } from 'node:net';

/** How a socket that listens on IPv6 tells an IPv4 peer, so nearly every address in a container. */
const mapped = /^::ffff:(?=\d+\.[\d.]+$)/i;
const zone = /%.*$/;
/** The longest IPv6 address, with IPv4 notation at its end and a zone. */
const longestAddress = 80;

/**
 * An IP address in its one form: lower case, shortest (RFC 5952), without a zone, and IPv4 also
 * where it came mapped into IPv6 (`::ffff:192.0.2.1`). `undefined` for text that is no address.
 */
export function canonicalAddress(text: string): string | undefined {
  if (text.length > longestAddress) return undefined;
  const unmapped = text.replace(mapped, '');
  const version = isIP(unmapped);
  if (version === 4) return unmapped;
  if (version === 0) return undefined;
  // A zone is the name of an interface of one machine and means nothing elsewhere.
  const address = unmapped.replace(zone, '');
  return new SocketAddress({ address, family: 'ipv6' }).address.replace(mapped, '');
}
