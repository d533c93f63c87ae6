import { canonicalAddress } from './canonical-address.ts';

/** One parameter of `Forwarded` with what separates it from the next (RFC 7239 section 4). */
const parameter = /[ \t]*([\w!#$%&'*+.^`|~-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s";,]*))[ \t]*(?:;|$)/y;

/** An address, bare or in brackets, with a port that may be hidden (RFC 7239 section 6). */
const bracketed = /^\[([^\]]*)\](?::(?:\d{1,5}|_[\w.-]+))?$/;
const withPort = /^([\d.]+):(?:\d{1,5}|_[\w.-]+)$/;

/** Reads one item of `Forwarded`. `undefined` if it names no address, or more than one. */
export function forwardedHop(item: string): string | undefined {
  const found: string[] = [];
  parameter.lastIndex = 0;
  while (parameter.lastIndex < item.length) {
    const [, name, quoted, bare] = parameter.exec(item) ?? [];
    if (name === undefined) return undefined;
    if (name.toLowerCase() === 'for') found.push(quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
  }
  const [node] = found;
  return found.length === 1 && node !== undefined ? addressOfNode(node) : undefined;
}

/** Reads one item of `X-Forwarded-For`. `undefined` if it is no address. */
export function xForwardedForHop(item: string): string | undefined {
  return addressOfNode(item.trim());
}

function addressOfNode(node: string): string | undefined {
  const address = bracketed.exec(node)?.[1] ?? withPort.exec(node)?.[1] ?? node;
  return canonicalAddress(address);
}
