import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DraftMessage } from '@whodid/core';
import type { BodyTap } from './body-tap.ts';
import { keptBody } from './kept-body.ts';
import { type Headers, headerText, sentHeaders } from './sent-headers.ts';

const wholeNumber = /^\d{1,15}$/;

/**
 * One direction of the exchange: what was asked.
 *
 * @param fromStart - whether the tap has seen the body from its first byte.
 */
export function requestMessage(
  request: IncomingMessage,
  tap: BodyTap,
  fromStart: boolean,
  bodyTypes: readonly string[],
): DraftMessage {
  const { headers } = request;
  const length = headers['content-length'] ?? '';
  // Node throws away what the app has not read; the parser has checked the length all the same.
  const told = request.complete && wholeNumber.test(length) ? Number(length) : 0;
  return {
    headers,
    ...(fromStart ? keptBody(headers, tap, bodyTypes) : {}),
    bodyBytes: Math.max(tap.bytes, told),
  };
}

/** The other direction: what was answered. */
export function responseMessage(
  request: { readonly method: string },
  response: ServerResponse,
  tap: BodyTap,
  bodyTypes: readonly string[],
): DraftMessage {
  const headers = sentHeaders(response);
  // Whatever the app writes then, Node sends no body.
  if (request.method === 'HEAD' || response.statusCode === 204 || response.statusCode === 304) {
    return { headers, bodyBytes: 0 };
  }
  return {
    headers,
    ...keptBody(headers, tap, bodyTypes),
    bodyBytes: tap.bytes,
    ...(isStreamed(headers, tap) ? { streamed: true } : {}),
  };
}

// Middleware that compresses makes parts of an answer that was whole.
function isStreamed(headers: Headers, tap: BodyTap): boolean {
  if (headerText(headers, 'content-type')?.startsWith('text/event-stream')) return true;
  if (tap.parts < 2) return false;
  return headers['content-length'] === undefined && headers['content-encoding'] === undefined;
}
