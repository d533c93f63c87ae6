import { isIP, SocketAddress } from 'node:net';

const mapped = /^::ffff:(?=\d+\.)/;
const zone = /%.*$/;
/** The longest IPv6 address, with IPv4 notation at its end and a zone. */
const longestAddress = 80;

/**
 * An IP address in its one form: lower case, shortest (RFC 5952), without a zone, and IPv4 also
 * where it came mapped into IPv6 (`::ffff:192.0.2.1`). `undefined` for text that is no address.
 */
export function canonicalAddress(text: string): string | undefined {
  if (text.length > longestAddress) return undefined;
  const version = isIP(text);
  if (version === 4) return text;
  if (version === 0) return undefined;
  // A zone is the name of an interface of one machine and means nothing elsewhere.
  const address = text.replace(zone, '');
  return new SocketAddress({ address, family: 'ipv6' }).address.replace(mapped, '');
}
