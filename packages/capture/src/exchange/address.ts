import type { IncomingMessage } from 'node:http';

const saneHost = /^[\w.-]{1,253}(?::\d{1,5})?$|^\[[\da-f:.]{2,45}\](?::\d{1,5})?$/i;

/** Whether the connection of a request is encrypted. A proxy in front may say otherwise. */
export function protocolOf(request: IncomingMessage): 'http' | 'https' {
  const { encrypted } = (request.socket ?? {}) as { readonly encrypted?: boolean };
  return encrypted === true ? 'https' : 'http';
}

/**
 * The whole address that was asked for, or the target alone if the `host` header is not one.
 *
 * @param target - as it stood in the request line, before a framework has cut a prefix off.
 */
export function addressOf(request: IncomingMessage, target: string): string {
  const { host } = request.headers;
  if (!target.startsWith('/') || host === undefined || !saneHost.test(host)) return target;
  return `${protocolOf(request)}://${host}${target}`;
}
