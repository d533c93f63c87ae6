import type { Actor, EntryFields, HttpMessage, Json } from '@whodid/core';
import { pad } from '../terminal/columns.ts';
import { duration, type Times } from '../terminal/measures.ts';
import type { Paint } from '../terminal/paint.ts';
import { printable, printableJson } from '../terminal/printable.ts';
import { targetText, whatOf } from './entry-line.ts';

const labelWidth = 9;

/** One entry in full, for people. Everything captured is made safe to print. */
export function entryPage(entry: EntryFields, paint: Paint, times: Times): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['when', times.full(entry.occurredAt)],
    ['who', actorText(entry.actor)],
    ['for', entry.onBehalfOf?.map(actorText).join(', ')],
    ['on', entry.targets.length === 0 ? undefined : entry.targets.map(targetText).join(', ')],
    ['reason', entry.reason],
    ['message', entry.message],
    ['from', clientText(entry)],
    ['request', requestText(entry)],
    ['service', [entry.service.name, entry.service.version].filter(Boolean).join(' ')],
    ['stream', entry.stream],
    ['producer', `${entry.producer.id} ${entry.producer.epoch} #${entry.producer.seq}`],
    ['id', entry.id],
  ];
  const lines = [
    `${paint('bold', whatOf(entry))}  ${entry.outcome}`,
    ...facts.flatMap(([label, text]) => (text === undefined ? [] : [fact(label, text, paint)])),
    ...changeLines(entry),
    ...bodyLines('request', entry.http?.request),
    ...bodyLines('response', entry.http?.response),
    ...(entry.data === undefined ? [] : ['', 'data', ...jsonLines(entry.data)]),
    ...maskedLines(entry),
  ];
  return `${lines.join('\n')}\n`;
}

function fact(label: string, text: string, paint: Paint): string {
  return `  ${paint('dim', pad(label, labelWidth))} ${printable(text)}`;
}

function actorText({ type, id, name, role, email }: Actor): string {
  if (type === 'anonymous') return 'anonymous';
  const more = [type === 'user' ? undefined : type, role, email].filter(Boolean).join(', ');
  const who = name === undefined ? id : `${name} (${id})`;
  return more === '' ? who : `${who} · ${more}`;
}

function clientText({ client }: EntryFields): string | undefined {
  if (client === undefined) return undefined;
  const address = client.ipTrusted ? client.ip : `${client.ip} (not proven)`;
  const through = client.peerIp === undefined ? undefined : `through ${client.peerIp}`;
  return [address, through, client.country, client.userAgent].filter(Boolean).join(' · ');
}

function requestText({ http, ambient }: EntryFields): string | undefined {
  if (http === undefined) return ambient?.requestId;
  const code = http.statusCode ?? http.error ?? 'no answer';
  const id = ambient?.requestId === undefined ? '' : ` · ${ambient.requestId}`;
  return `${http.method} ${http.url} → ${code} in ${duration(http.durationMs)}${id}`;
}

function changeLines({ change }: EntryFields): string[] {
  if (change === undefined) return [];
  const fields = change.fields.map(
    ({ name, old, new: now }) => `  ${printable(name)}: ${value(old)} → ${value(now)}`,
  );
  return ['', `${change.type} ${printable(change.model)}`, ...fields];
}

function value(json: Json | undefined): string {
  return json === undefined ? '–' : printableJson(JSON.stringify(json));
}

function bodyLines(side: 'request' | 'response', message: HttpMessage | undefined): string[] {
  if (message === undefined) return [];
  const headers = Object.entries(message.headers).map(
    ([name, text]) => `  ${printable(name)}: ${printable(text)}`,
  );
  const cut = message.cut === true ? ', the beginning' : '';
  const body = message.body === undefined ? [] : jsonLines(message.body);
  return ['', `${side} (${message.bodyBytes} bytes${cut})`, ...headers, ...body];
}

function jsonLines(json: Json): string[] {
  const text = JSON.stringify(json, null, 2);
  return text.split('\n').map((line) => `  ${printableJson(line)}`);
}

function maskedLines({ masked = [] }: EntryFields): string[] {
  if (masked.length === 0) return [];
  return [
    '',
    'taken out',
    ...masked.map(({ path, rule }) => `  ${printable(path)} (${printable(rule)})`),
  ];
}
