import type { EntryFields, JsonObject } from '../entry/entry.ts';
import { dataOf } from './data-of.ts';
import type { LineStyle } from './line-style.ts';
import { timestamp } from './timestamp.ts';
import { type UserInfo, userId, userInfo } from './user-info.ts';

/** A line `audit.login` of document 001, its keys in the order of that document. */
export type AuditLoginLine = {
  readonly timestamp: string;
  readonly level: 'LOGIN';
  readonly name: 'audit.login';
  readonly log_type: 'login';
  readonly message: string;
  readonly request_id: string;
  /** Who signed in or out; `""` for an attempt that failed, since that proves nobody. */
  readonly user_id: string;
  readonly user_info: UserInfo;
  /** `login`, `logout`, or whatever follows `user.` in the action. */
  readonly event: string;
  readonly success: boolean;
  /** Why it failed, or `""`. */
  readonly error: string;
  readonly extra: JsonObject;
};

/** A sign-in, or what belongs to it, as document 001 writes it. */
export function auditLoginLine(entry: EntryFields, style: LineStyle): AuditLoginLine {
  const success = entry.outcome === 'success';
  const event = entry.action.replace(/^user\./, '');
  return {
    timestamp: timestamp(Date.parse(entry.occurredAt), style.localTime),
    level: 'LOGIN',
    name: 'audit.login',
    log_type: 'login',
    message: entry.message ?? `${event} ${entry.outcome}`,
    request_id: entry.ambient?.requestId ?? '',
    user_id: userId(entry.actor),
    user_info: userInfo(entry.actor, style),
    event,
    success,
    error: success ? '' : (entry.reason ?? entry.outcome),
    extra: dataOf(entry),
  };
}
