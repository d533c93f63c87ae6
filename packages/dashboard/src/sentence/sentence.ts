import type { Change, EntryFields, Http, Json } from '@whodid/core';
import { actionPhrase } from './action-phrase.ts';
import { whoText } from './actor-text.ts';
import { targetsText, words } from './target-text.ts';

/** A stretch of a sentence. `code` is text as machines write it, `aside` may be left out. */
export interface Part {
  readonly text: string;
  readonly as: 'plain' | 'object' | 'method' | 'code' | 'aside';
}

type Sentence = readonly Part[];

/** What happened, as the end of a sentence that begins with who did it. */
export function whatHappened(entry: EntryFields): Sentence {
  const described = describe(entry);
  const asides = [changesText(entry.change), entry.reason ?? ''].filter((text) => text !== '');
  return [...described, ...asides.map((text) => ({ text: shortened(text), as: 'aside' as const }))];
}

/** The whole sentence as plain text: `Ada Lovelace refunded order #1042`. */
export function sentenceText(entry: EntryFields): string {
  const { name, behalf } = whoText(entry);
  const who = behalf === undefined ? name : `${name} for ${behalf}`;
  const what = describe(entry).map(({ text }) => text);
  const between = entry.kind === 'http.in' || entry.kind === 'note' ? ' · ' : ' ';
  return shortened(`${who}${between}${what.join(' ')}`);
}

function describe(entry: EntryFields): Sentence {
  const { kind, http, change, message } = entry;
  if (kind === 'http.in' && http !== undefined) return requestIn(http);
  if (kind === 'http.out' && http !== undefined) return [plain('called'), ...requestOut(http)];
  if (kind === 'model' && change !== undefined) return changed(change, entry);
  if ((kind === 'note' || kind === 'gap') && message !== undefined) return [plain(message)];
  if (kind === 'gap') return [plain('entries are missing here'), code(entry.action)];
  return acted(entry);
}

function requestIn({ method, path }: Http): Sentence {
  return [{ text: shortened(method), as: 'method' }, code(path)];
}

// Which host was called is what one wants to know first; the scheme is the least of it.
function requestOut({ method, url }: Http): Sentence {
  return [code(method), code(url.replace(/^https?:\/\//, ''))];
}

const changeVerbs: Readonly<Record<Change['type'], readonly [done: string, tried: string]>> = {
  CREATE: ['created', 'create'],
  UPDATE: ['updated', 'update'],
  DELETE: ['deleted', 'delete'],
  BULK_CREATE: ['created', 'create'],
  BULK_UPDATE: ['updated', 'update'],
  BULK_DELETE: ['deleted', 'delete'],
  M2M: ['relinked', 'relink'],
  PRE_CREATE: ['began to create', 'create'],
  PRE_UPDATE: ['began to update', 'update'],
  PRE_DELETE: ['began to delete', 'delete'],
};

function changed(change: Change, { targets, outcome }: EntryFields): Sentence {
  const [done, tried] = changeVerbs[change.type];
  const verb = outcome === 'success' ? done : `tried to ${tried}`;
  const many = change.totalCount ?? change.ids?.length;
  if (many !== undefined) return [plain(verb), object(`${many} × ${words(change.model)}`)];
  return [plain(verb), object(targetsText(targets) || words(change.model))];
}

function acted({ action, targets, outcome, message }: EntryFields): Sentence {
  const phrase = actionPhrase(action, targets, outcome === 'success');
  if (phrase !== undefined) {
    return phrase.object === ''
      ? [plain(phrase.verb)]
      : [plain(phrase.verb), object(phrase.object)];
  }
  const rest = targetsText(targets) || message || '';
  return rest === '' ? [code(action)] : [code(action), object(rest)];
}

/** The first changes, short enough for a list: `state paid → refunded, total 49 → 0`. */
function changesText(change: Change | undefined): string {
  const fields = change?.fields ?? [];
  const shown = fields
    .slice(0, 2)
    .map((field) => `${field.name} ${valueText(field.old)} → ${valueText(field.new)}`);
  const more = fields.length > 2 ? [`${fields.length - 2} more`] : [];
  return [...shown, ...more].join(', ');
}

function valueText(value: Json | undefined): string {
  if (value === undefined) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

// Captured text can be as long as its sender liked. A row shows its beginning.
function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function plain(text: string): Part {
  return { text: shortened(text), as: 'plain' };
}

function object(text: string): Part {
  return { text: shortened(text), as: 'object' };
}

function code(text: string): Part {
  return { text: shortened(text), as: 'code' };
}
