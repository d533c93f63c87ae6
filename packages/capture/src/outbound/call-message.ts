import type { DraftMessage } from '@whodid/core';
import type { BodyTap } from '../exchange/body-tap.ts';
import { keptBody } from '../exchange/kept-body.ts';
import type { Headers } from '../exchange/sent-headers.ts';

const wholeNumber = /^\d{1,15}$/;

/**
 * One direction of a call.
 *
 * @param whole - whether all of the body has passed. Then the length that was announced is its size,
 * if nobody has seen the bytes.
 */
export function callMessage(headers: Headers, tap: BodyTap, whole: boolean): DraftMessage {
  if (tap.bytes === 0) return { headers, bodyBytes: whole ? announcedBytes(headers) : 0 };
  return { headers, ...keptBody(headers, tap), bodyBytes: tap.bytes };
}

function announcedBytes(headers: Headers): number {
  const length = String(headers['content-length'] ?? '');
  return wholeNumber.test(length) ? Number(length) : 0;
}
