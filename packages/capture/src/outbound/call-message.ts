import { type DraftMessage, RawBody } from '@whodid/core';
import type { BodyTap } from '../exchange/body-tap.ts';
import { type Headers, headerText } from '../exchange/sent-headers.ts';
import { isFormWithFiles, isTextual } from '../exchange/textual.ts';

const wholeNumber = /^\d{1,15}$/;

/**
 * One direction of a call.
 *
 * @param whole - whether all of the body has passed. Then the length that was announced is its size,
 * if nobody has seen the bytes.
 */
export function callMessage(headers: Headers, tap: BodyTap, whole: boolean): DraftMessage {
  if (tap.bytes === 0) return { headers, bodyBytes: whole ? announcedBytes(headers) : 0 };
  const contentType = headerText(headers, 'content-type');
  const bodyBytes = tap.bytes;
  const useful = isTextual(contentType) || (isFormWithFiles(contentType) && !tap.cut);
  if (tap.keptBytes === 0 || !useful) return { headers, bodyBytes };
  const body = new RawBody(tap.kept(), contentType, headerText(headers, 'content-encoding'));
  return { headers, body, bodyBytes, ...(tap.cut ? { cut: true } : {}) };
}

function announcedBytes(headers: Headers): number {
  const length = String(headers['content-length'] ?? '');
  return wholeNumber.test(length) ? Number(length) : 0;
}
