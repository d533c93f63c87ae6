import type { Actor, Change, EntryFields, Http, Json } from '../entry/entry.ts';

/**
 * The text of an entry that full text search looks in, one part a line: what happened, why, who,
 * on what, from which address, URL, headers, bodies, changes and data.
 *
 * Left out are user agents, the ids of requests, sessions and traces, and headers that say how
 * something was sent rather than what: they are noise or have a field of their own.
 */
export function searchText(entry: EntryFields): string {
  const parts: string[] = [];
  add(parts, entry.action, entry.message, entry.reason, entry.stream, entry.module, entry.endpoint);
  for (const actor of [entry.actor, ...(entry.onBehalfOf ?? [])]) addActor(parts, actor);
  for (const { type, id, name } of entry.targets) add(parts, type, id, name);
  if (entry.change !== undefined) addChange(parts, entry.change);
  if (entry.http !== undefined) addHttp(parts, entry.http);
  add(parts, entry.client?.ip);
  addJson(parts, entry.data);
  return parts.join('\n');
}

function add(parts: string[], ...texts: readonly (string | undefined)[]): void {
  for (const text of texts) if (text !== undefined) parts.push(text);
}

function addActor(parts: string[], { id, name, email, role, info }: Actor): void {
  add(parts, id, name, email, role);
  addJson(parts, info);
}

function addChange(parts: string[], { model, fields, ids }: Change): void {
  add(parts, model, ...(ids ?? []));
  for (const field of fields) {
    add(parts, field.name);
    addJson(parts, field.old);
    addJson(parts, field.new);
  }
}

function addHttp(parts: string[], { method, url, name, error, request, response }: Http): void {
  add(parts, method, url, name, error);
  for (const message of [request, response]) {
    addHeaders(parts, message.headers);
    addJson(parts, message.body);
  }
}

function addHeaders(parts: string[], headers: Http['request']['headers']): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!quietHeaders.test(name)) parts.push(value);
  }
}

// The same in nearly every message, or an id that has a field.
const quietHeaders =
  /^(?:accept|access-control|cache-control|connection|content|correlation-id|cross-origin|date|etag|expires|host|if|keep-alive|last-modified|pragma|priority|ratelimit|referrer-policy|request-id|sec|server|strict-transport-security|te|traceparent|tracestate|transfer-encoding|upgrade|user-agent|vary|x-amzn-trace-id|x-b3|x-cloud-trace-context|x-content-type-options|x-correlation-id|x-frame-options|x-powered-by|x-ratelimit|x-request-id|x-response-time|x-runtime|x-trace-id)(?:-|$)/;

// Names are kept with their values: people remember `refundId` as well as what it was.
function addJson(parts: string[], value: Json | undefined): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'object') {
    parts.push(String(value));
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) addJson(parts, item);
    return;
  }
  for (const [name, item] of Object.entries(value)) {
    parts.push(name);
    addJson(parts, item);
  }
}
