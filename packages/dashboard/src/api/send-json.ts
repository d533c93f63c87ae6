import { requestJson } from './request.ts';

/**
 * Changes something at the collector. The header tells a page of ours from one that only has the
 * cookie.
 *
 * @returns the answer, or `null` if there is nothing to say.
 * @throws ApiError as `requestJson` does.
 */
export async function sendJson(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
): Promise<unknown> {
  const own = { 'x-whodid': '1' };
  if (body === undefined) return await requestJson(path, { method, headers: own });
  return await requestJson(path, {
    method,
    headers: { ...own, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
