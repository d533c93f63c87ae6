import type { Finding } from './finding.ts';

const address = /hooks\.slack\.com\/(?:services|workflows|triggers)\/([\w/-]{20,})/y;

/** The part of an incoming webhook's address that lets anybody post. `at` is at `hooks.`. */
export function findSlackWebhook(text: string, at: number): Finding | number {
  address.lastIndex = at;
  const [, secret = ''] = address.exec(text) ?? [];
  if (secret === '') return at + 1;
  const rule = 'slack-webhook';
  const end = address.lastIndex;
  return { start: end - secret.length, end, marker: `[redacted:${rule}]`, rule };
}
