import type { IncomingMessage } from 'node:http';
import { errorText } from './facts.ts';

// Of sockets, of streams that end in one, and of a parser whose request stops in the middle.
const broken: ReadonlySet<unknown> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
  'HPE_INVALID_EOF_STATE',
]);

/**
 * What a framework says went wrong with a request, as {@link errorText}. `undefined` if that is only
 * that the connection has broken: whoever left it is seen on the connection itself.
 */
export function thrownError(thrown: unknown, { socket }: IncomingMessage): string | undefined {
  const text = errorText(thrown);
  if (text === undefined || socket?.destroyed !== true) return text;
  return broken.has((thrown as { readonly code?: unknown }).code) ? undefined : text;
}
