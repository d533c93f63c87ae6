import type { EntryFields, Http, Json, JsonObject } from '../entry/entry.ts';
import { dataOf } from './data-of.ts';
import type { LineStyle } from './line-style.ts';
import { timestamp } from './timestamp.ts';
import { type UserInfo, userId, userInfo } from './user-info.ts';

/** A line `audit.request` of document 001, its keys in the order of that document. */
export type AuditRequestLine = {
  readonly timestamp: string;
  readonly level: 'API';
  readonly name: 'audit.request';
  readonly log_type: 'api';
  readonly message: 'Audit Internal Request' | 'Audit External Service';
  readonly request_id: string;
  /** This program for a request that came in, else the one that was called. */
  readonly service_name: string;
  readonly request_type: 'internal' | 'external';
  readonly protocol: string;
  /** `""` for nobody. */
  readonly user_id: string;
  readonly user_info: UserInfo;
  readonly request_repr: JsonObject;
  readonly response_repr: JsonObject;
  /** Without an error, `null` for a request that came in and `""` for a call. */
  readonly error_message: string | null;
  /** Seconds. */
  readonly execution_time: number;
  readonly extra: JsonObject;
};

/** What is said of one exchange, whichever way it went. */
type Exchange = Pick<
  AuditRequestLine,
  'service_name' | 'protocol' | 'request_repr' | 'response_repr' | 'execution_time' | 'extra'
>;

/** A request that came in, or a call of another service, as document 001 writes it. */
export function auditRequestLine(entry: EntryFields, style: LineStyle): AuditRequestLine {
  const internal = entry.kind === 'http.in';
  const { service_name, protocol, request_repr, response_repr, execution_time, extra } =
    exchangeOf(entry);
  return {
    timestamp: timestamp(Date.parse(entry.occurredAt), style.localTime),
    level: 'API',
    name: 'audit.request',
    log_type: 'api',
    message: internal ? 'Audit Internal Request' : 'Audit External Service',
    request_id: entry.ambient?.requestId ?? '',
    service_name,
    request_type: internal ? 'internal' : 'external',
    protocol,
    user_id: userId(entry.actor),
    user_info: userInfo(entry.actor, style),
    request_repr,
    response_repr,
    error_message: errorOf(entry) ?? (internal ? null : ''),
    execution_time,
    extra,
  };
}

function exchangeOf(entry: EntryFields): Exchange {
  if (entry.http === undefined) return fileOperation(entry);
  return entry.kind === 'http.in' ? requestIn(entry, entry.http) : callOut(entry, entry.http);
}

function requestIn(entry: EntryFields, http: Http): Exchange {
  return {
    service_name: entry.service.name,
    protocol: http.protocol,
    request_repr: present({
      method: http.method,
      path: http.path,
      query_params: http.query,
      headers: titled(http.request.headers),
      body: http.request.body,
    }),
    response_repr: present({
      status_code: http.statusCode,
      headers: titled(http.response.headers),
      body: http.response.body,
    }),
    execution_time: http.durationMs / 1000,
    extra: dataOf(entry),
  };
}

function callOut(entry: EntryFields, http: Http): Exchange {
  const host = URL.canParse(http.url) ? new URL(http.url).hostname : entry.service.name;
  return {
    service_name: calledService(entry) ?? host,
    protocol: http.protocol,
    request_repr: present({
      endpoint: http.url,
      method: http.method,
      headers: titled(http.request.headers),
      body: http.request.body,
    }),
    response_repr: present({ status_code: http.statusCode, body: http.response.body }),
    execution_time: http.durationMs / 1000,
    extra: dataOf(entry),
  };
}

// What an operation on files was is in the entry's action and data: `http` has no place for it.
function fileOperation(entry: EntryFields): Exchange {
  const { host, path, durationMs, ...extra } = dataOf(entry);
  const [target] = entry.targets;
  return {
    service_name: calledService(entry) ?? (typeof host === 'string' ? host : entry.service.name),
    protocol: entry.kind === 'sftp.out' ? 'sftp' : '',
    request_repr: present({
      host,
      operation: entry.action.replace(/^sftp\./, ''),
      remote_path: path,
      filename: target?.type === 'file' ? target.name : undefined,
    }),
    response_repr: { message: entry.message ?? entry.outcome },
    execution_time: typeof durationMs === 'number' ? durationMs / 1000 : 0,
    extra,
  };
}

function calledService({ targets }: EntryFields): string | undefined {
  const target = targets.find(({ type }) => type === 'service');
  return target?.name ?? target?.id;
}

function errorOf({ http, reason, outcome }: EntryFields): string | undefined {
  if (http?.error !== undefined) return http.error;
  if (outcome !== 'success' && reason !== undefined) return reason;
  const statusCode = http?.statusCode ?? 0;
  return statusCode >= 500 ? `HTTP ${statusCode}` : undefined;
}

// As in `Content-Type`: they are kept in lower case.
function titled(headers: { readonly [name: string]: string }): JsonObject {
  const title = (name: string): string =>
    name.replace(
      /(^|-)([a-z])/g,
      (_, before: string, letter: string) => before + letter.toUpperCase(),
    );
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [title(name), value]));
}

function present(fields: { readonly [name: string]: Json | undefined }): JsonObject {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as JsonObject;
}
