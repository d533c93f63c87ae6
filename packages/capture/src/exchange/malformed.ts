import type { Socket } from 'node:net';
import type { Draft, DraftHttp } from '@whodid/core';
import { openOn } from './breaks.ts';
import type { Capture } from './capture.ts';
import { claimOf, setClaim } from './claim.ts';
import { clientOf } from './client.ts';

/** What Node's HTTP parser reports with `clientError`. */
export interface ParseError {
  readonly code?: unknown;
  /** What the parser was reading. */
  readonly rawPacket?: unknown;
  /** How far it came in that. */
  readonly bytesParsed?: unknown;
}

const longestHead = 4200;
const requestLine = /^(?:\r?\n)*([A-Z][A-Z-]{2,19}) (\S{1,4096}) HTTP\/\d/;

/**
 * Records a request that Node could not read, so that no handler and no other capture ever sees
 * it. If what could not be read is the body of an exchange that is open, that one is told instead.
 * Never throws.
 *
 * Not recorded: connections that break, and clients that leave in the middle of a request.
 */
export function recordMalformed<Req extends object>(
  capture: Capture<Req>,
  error: ParseError,
  connection: Socket,
): void {
  const { code } = error;
  if (typeof code !== 'string' || !isMalformed(code) || claimOf(error) !== undefined) return;
  const { recorder, rank } = capture;
  try {
    const requestId = recorder.newId();
    setClaim(error, { rank, requestId, release: () => {} });
    if (openOn(connection).some((exchange) => exchange.garbled(code))) return;
    recorder.capture(() => toDraft(capture, requestId, { code, error, connection }));
  } catch {
    // A recorder never throws; a broken one must not take the app with it.
  }
}

function isMalformed(code: string): boolean {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return true;
  return code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE';
}

function toDraft<Req extends object>(
  capture: Capture<Req>,
  requestId: string,
  { code, error, connection }: { code: string; error: ParseError; connection: Socket },
): Draft {
  const client = clientOf(capture, { socket: connection, headers: {} });
  const http = httpOf(code, error, connection);
  return {
    kind: 'http.in',
    action: 'http.request',
    level: 22,
    outcome: 'failure',
    reason: code,
    actor: { type: 'anonymous', id: 'anonymous' },
    ambient: { requestId },
    ...(client === undefined ? {} : { client }),
    ...(http === undefined ? {} : { http }),
  };
}

/** What the request line says, if it can be read. The rest of such a request is not worth trusting. */
function httpOf(error: string, parse: ParseError, connection: Socket): DraftHttp | undefined {
  const [, method, url] = requestLine.exec(firstHead(parse)) ?? [];
  if (method === undefined || url === undefined) return undefined;
  const nothing = { headers: {}, bodyBytes: 0 };
  return {
    protocol: 'encrypted' in connection && connection.encrypted === true ? 'https' : 'http',
    method,
    url,
    durationMs: 0,
    request: nothing,
    response: nothing,
    error,
  };
}

/** The beginning of the packet, unless the error is behind a request in it that could be read. */
function firstHead({ rawPacket, bytesParsed }: ParseError): string {
  if (!(rawPacket instanceof Uint8Array)) return '';
  const packet = Buffer.from(rawPacket.buffer, rawPacket.byteOffset, rawPacket.byteLength);
  const headEnd = packet.indexOf('\r\n\r\n');
  if (headEnd >= 0 && !(typeof bytesParsed === 'number' && bytesParsed <= headEnd)) return '';
  return packet.toString('latin1', 0, longestHead);
}
