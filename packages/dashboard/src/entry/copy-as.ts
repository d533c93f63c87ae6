import type { EntryFields, Http, Json } from '@whodid/core';
import { sentenceText } from '../sentence/sentence.ts';
import { codeSpan } from '../text/markdown.ts';
import { visibleJson } from '../text/visible.ts';
import { shellQuote } from './shell-quote.ts';

/** An entry in a form that can be pasted elsewhere. */
export interface CopyForm {
  readonly label: string;
  readonly text: string;
}

/**
 * All forms an entry can be copied as.
 *
 * @param pages - the address of these pages.
 * @param takesKeys - whether the collector is there too, for whoever has a key.
 */
export function copyForms(
  entry: EntryFields,
  pages: string,
  takesKeys = true,
): readonly CopyForm[] {
  const forms = [
    { label: 'Link', text: `${pages}/entries/${encodeURIComponent(entry.id)}` },
    { label: 'JSON', text: entryJson(entry) },
    ...(takesKeys ? [{ label: 'curl', text: curlForEntry(entry.id, pages) }] : []),
    { label: 'Command line', text: `whodid show ${shellQuote(entry.id)}` },
    { label: 'Markdown', text: markdownOf(entry, pages) },
  ];
  return entry.http === undefined
    ? forms
    : [...forms, { label: 'curl of the request', text: curlForRequest(entry.http) }];
}

// What happened on one line, for a ticket.
function markdownOf(entry: EntryFields, pages: string): string {
  const link = `${pages}/entries/${encodeURIComponent(entry.id)}`;
  return `${entry.occurredAt} ${codeSpan(sentenceText(entry))} (${entry.outcome}): <${link}>`;
}

/** The entry as JSON with an indent of two. */
export function entryJson(value: Json | EntryFields): string {
  return visibleJson(JSON.stringify(value, null, 2));
}

// The session cookie stays in the browser; a terminal needs a key of its own.
function curlForEntry(id: string, origin: string): string {
  const address = shellQuote(`${origin}/v1/entries/${encodeURIComponent(id)}`);
  return `curl -H "Authorization: Bearer $WHODID_KEY" ${address}`;
}

/** What the client sent, as far as it was kept: what is masked stays masked. */
export function curlForRequest({ method, url, request }: Http): string {
  const lines = [`curl --globoff -X ${shellQuote(method)} --url ${shellQuote(url)}`];
  for (const [name, value] of Object.entries(request.headers)) {
    // `curl -H @file` reads a file. A real header name has no such character in it.
    const safe = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !computed.has(name);
    if (safe) lines.push(`-H ${shellQuote(`${name}: ${value}`)}`);
  }
  // `--data-raw` and not `--data`, which reads a file when the body begins with `@`.
  if (request.body !== undefined) lines.push(`--data-raw ${shellQuote(bodyText(request.body))}`);
  return lines.join(' \\\n  ');
}

const computed: ReadonlySet<string> = new Set(['content-length', 'host', 'connection']);

function bodyText(body: Json): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
