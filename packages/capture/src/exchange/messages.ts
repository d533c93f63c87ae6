import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DraftMessage, RawBody } from '@whodid/core';
import type { BodyTap } from './body-tap.ts';
import { type Headers, headerText, sentHeaders } from './sent-headers.ts';
import { isFormWithFiles, isTextual } from './textual.ts';

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
): DraftMessage {
  const { headers } = request;
  const length = headers['content-length'] ?? '';
  // Node throws away what the app has not read; the parser has checked the length all the same.
  const told = request.complete && wholeNumber.test(length) ? Number(length) : 0;
  return {
    headers,
    ...(fromStart ? keptBody(headers, tap) : {}),
    bodyBytes: Math.max(tap.bytes, told),
  };
}

/** The other direction: what was answered. */
export function responseMessage(
  request: { readonly method: string },
  response: ServerResponse,
  tap: BodyTap,
): DraftMessage {
  const headers = sentHeaders(response);
  // Whatever the app writes then, Node sends no body.
  if (request.method === 'HEAD' || response.statusCode === 204 || response.statusCode === 304) {
    return { headers, bodyBytes: 0 };
  }
  return { headers, ...keptBody(headers, tap), bodyBytes: tap.bytes };
}

function keptBody(headers: Headers, tap: BodyTap): { body?: RawBody; cut?: true } {
  const contentType = headerText(headers, 'content-type');
  const useful = isTextual(contentType) || (isFormWithFiles(contentType) && !tap.cut);
  if (tap.keptBytes === 0 || !useful) return {};
  const body = new RawBody(tap.kept(), contentType, headerText(headers, 'content-encoding'));
  return tap.cut ? { body, cut: true } : { body };
}
