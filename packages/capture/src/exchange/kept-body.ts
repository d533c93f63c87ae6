import { RawBody } from '@whodid/core';
import type { BodyTap } from './body-tap.ts';
import { type Headers, headerText } from './sent-headers.ts';
import { isFormWithFiles, isTextual } from './textual.ts';

/**
 * What is kept of a body that has passed: text as far as the limit goes, a form with files as a whole
 * or not at all.
 *
 * @param bodyTypes - content types that the app wants to have besides.
 */
export function keptBody(
  headers: Headers,
  tap: BodyTap,
  bodyTypes: readonly string[] = [],
): { body?: RawBody; cut?: true } {
  const contentType = headerText(headers, 'content-type');
  const useful = isTextual(contentType, bodyTypes) || (isFormWithFiles(contentType) && !tap.cut);
  if (tap.keptBytes === 0 || !useful) return {};
  const body = new RawBody(tap.kept(), contentType, headerText(headers, 'content-encoding'));
  return tap.cut ? { body, cut: true } : { body };
}
