import type { IncomingMessage } from 'node:http';

const saneHost = /^[\w.-]{1,253}(?::\d{1,5})?$|^\[[\da-f:.]{2,45}\](?::\d{1,5})?$/i;
const absoluteForm = /^(https?):\/\/([^/?#]*)(.*)$/is;

/**
 * What the URL of an entry is made of.
 *
 * - `ABSOLUTE`: with scheme and host, if the host is one of ours.
 * - `FULL_PATH`: path and query.
 * - `RAW_URI`: with scheme and host, whatever host the client claims.
 */
export type UrlType = 'ABSOLUTE' | 'FULL_PATH' | 'RAW_URI';

/** Whose hosts are ours. */
export interface AddressOptions {
  readonly urlType: UrlType;
  /** Names without port; `.shop.example` stands for the name and all below it. None: any host. */
  readonly allowedHosts: readonly string[];
}

/** Whether the connection of a request is encrypted. A proxy in front may say otherwise. */
export function protocolOf(request: IncomingMessage): 'http' | 'https' {
  const { encrypted } = (request.socket ?? {}) as { readonly encrypted?: boolean };
  return encrypted === true ? 'https' : 'http';
}

/**
 * The address that was asked for. A host that is no host, or not ours, is left out.
 *
 * @param target - as it stood in the request line, before a framework has cut a prefix off.
 */
export function addressOf(
  request: IncomingMessage,
  target: string,
  options: AddressOptions,
): string {
  const { host, path, protocol } = partsOf(request, target);
  if (host === undefined || !isShown(host, options)) return path;
  return `${protocol}://${host}${path}`;
}

interface Parts {
  readonly protocol: string;
  readonly host: string | undefined;
  readonly path: string;
}

// A target with scheme and host goes before the header: RFC 9112 section 3.2.2.
function partsOf(request: IncomingMessage, target: string): Parts {
  const [, scheme, authority, rest] = absoluteForm.exec(target) ?? [];
  if (scheme !== undefined && authority !== undefined) {
    const host = authority.slice(authority.lastIndexOf('@') + 1);
    return { protocol: scheme.toLowerCase(), host, path: rest === '' ? '/' : (rest ?? '/') };
  }
  const host = target.startsWith('/') ? request.headers.host : undefined;
  return { protocol: protocolOf(request), host, path: target };
}

function isShown(host: string, { urlType, allowedHosts }: AddressOptions): boolean {
  if (urlType === 'FULL_PATH' || !saneHost.test(host)) return false;
  if (urlType === 'RAW_URI' || allowedHosts.length === 0) return true;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return allowedHosts.some((allowed) => isOf(name, allowed.toLowerCase()));
}

function isOf(name: string, allowed: string): boolean {
  if (!allowed.startsWith('.')) return name === allowed;
  return name === allowed.slice(1) || name.endsWith(allowed);
}
