import { canonicalText, type Entry, type EntryFields } from '@whodid/core';
import { randomSource } from './random-source.ts';

// Entries as a busy back office makes them: many users of unequal diligence, a hundred actions,
// bodies with words and ids. The same seed gives the same entries.

/** A word that occurs in one entry out of 5,000. */
export const rareWord = 'zanzibarquartz';
/** A word that occurs in about 5 % of the entries. */
export const commonWord = 'chargeback';

const syllables = 'ba ce di fo gu ha je ki lo mu na pe ro su ta ve wi yu za tra ble cri dro'.split(
  ' ',
);
const firstNames = 'Anna Omar Yuki Lena Ivan Lucia Noah Priya Kofi Sven Jana Tomas Eva Raj'.split(
  ' ',
);
const lastNames = 'Novak Smith Garcia Rossi Tanaka Singh Okafor Larsen Silva Dubois Nagy'.split(
  ' ',
);
const nouns = 'order invoice customer document contract payment ticket report project asset'.split(
  ' ',
);
const verbs = 'view list create update delete approve reject export share refund'.split(' ');
const methods = 'GET GET POST PUT DELETE POST POST GET POST POST'.split(' ');
const services = 'gateway orders billing documents identity reports'.split(' ');
const countries = 'NL DE US GB FR PL CZ ES IT IN JP BR'.split(' ');
const streams = 'HTTP LOGIN ADMIN BILLING SECURITY'.split(' ');
const states = 'pending open approved rejected done'.split(' ');

/** Where the first entry lies, in milliseconds since 1970. */
export const startAt: number = Date.UTC(2026, 7, 1);

/** Makes `count` entries, oldest first, spread over 90 days. */
export function* entrySource(count: number, seed = 42): Generator<Entry> {
  const random = randomSource(seed);
  const people = Array.from({ length: 5000 }, (_, rank) => person(rank));
  const words = Array.from({ length: 3000 }, () => word(random));
  const stepMs = (90 * 86_400_000) / count;
  let at = startAt;
  for (let index = 0; index < count; index += 1) {
    at += Math.floor(stepMs * (0.2 + 1.6 * random()));
    yield entry({ index, at, random, people, words });
  }
}

/** How long an entry is when it is kept, in bytes. */
export function sizeBytes(one: Entry): number {
  return Buffer.byteLength(canonicalText(one));
}

interface Draw {
  readonly index: number;
  readonly at: number;
  readonly random: () => number;
  readonly people: readonly Person[];
  readonly words: readonly string[];
}

function entry({ index, at, random, people, words }: Draw): Entry {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  // Squared twice: a few users and actions make most of the entries.
  const skewed = <T>(list: readonly T[]): T => list[Math.floor(random() ** 4 * list.length)] as T;
  const text = (length: number): string =>
    Array.from({ length }, () => words[Math.floor(random() ** 2 * words.length)]).join(' ');
  const who = skewed(people);
  const verb = skewed(verbs);
  const noun = pick(nouns);
  const targetId = `${noun}_${Math.floor(random() * 400_000).toString(36)}`;
  const write = methods[verbs.indexOf(verb)] !== 'GET';
  const chance = random();
  const statusCode = chance < 0.87 ? 200 : chance < 0.93 ? 404 : chance < 0.98 ? 422 : 500;
  const requestId = hex(random, 32);
  const route =
    verb === 'list' || verb === 'create' ? `/api/v2/${noun}s` : `/api/v2/${noun}s/:id/${verb}`;
  const path = route.replace(':id', targetId);
  const seldom = `${random() < 0.05 ? ` ${commonWord}` : ''}${index % 5000 === 2345 ? ` ${rareWord}` : ''}`;
  const note = `${text(4 + Math.floor(random() * 10))}${seldom}`;
  const time = new Date(at).toISOString();
  const fields: EntryFields = {
    id: uuid(at, random),
    occurredAt: time,
    observedAt: new Date(at + 40).toISOString(),
    schemaVersion: 1,
    tenant: 'main',
    kind: 'http.in',
    stream: pick(streams),
    action: `${noun}.${verb}`,
    outcome: statusCode < 400 ? 'success' : 'failure',
    actor: { type: 'user', id: who.id, name: who.name },
    targets: [{ type: noun, id: targetId }],
    http: {
      protocol: 'https',
      method: methods[verbs.indexOf(verb)] as string,
      url: `https://shop.example${path}?page=${Math.floor(random() * 20)}`,
      path,
      route,
      query: { page: String(Math.floor(random() * 20)) },
      statusCode,
      durationMs: Math.round(Math.exp(2 + 2 * random() + random()) * 10) / 10,
      request: {
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        bodyBytes: write ? 200 : 0,
        ...(write
          ? { body: { note, amount: Math.floor(random() * 1e6) / 100, key: hex(random, 16) } }
          : {}),
      },
      response: {
        headers: { 'content-type': 'application/json' },
        bodyBytes: 300,
        body: {
          id: targetId,
          state: pick(states),
          note,
          total: Math.floor(random() * 1e6) / 100,
          summary: text(5),
        },
      },
    },
    client: {
      ip: who.ip,
      ipTrusted: true,
      country: who.country,
      browser: `Chrome ${100 + (who.rank % 9)}`,
    },
    service: { name: pick(services), version: '4.2.0', instance: 'a1', environment: 'production' },
    ambient: { requestId, sessionId: `s_${who.rank}_${Math.floor((at - startAt) / 14_400_000)}` },
    producer: { id: 'shop', epoch: '0011223344556677', seq: index + 1 },
  };
  return fields as Entry;
}

interface Person {
  readonly rank: number;
  readonly id: string;
  readonly name: string;
  readonly ip: string;
  readonly country: string;
}

function person(rank: number): Person {
  const scattered = Math.imul(rank + 1, 2_654_435_761) >>> 0;
  return {
    rank,
    id: `usr_${scattered.toString(36)}`,
    name: `${firstNames[rank % firstNames.length]} ${lastNames[(rank * 7) % lastNames.length]}`,
    ip: `10.${rank % 200}.${rank & 255}.${scattered & 255}`,
    country: countries[rank % countries.length] as string,
  };
}

function word(random: () => number): string {
  const length = 2 + Math.floor(random() * 3);
  return Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]).join('');
}

function hex(random: () => number, digits: number): string {
  let text = '';
  while (text.length < digits)
    text += Math.floor(random() * 65_536)
      .toString(16)
      .padStart(4, '0');
  return text;
}

function uuid(at: number, random: () => number): string {
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(random, 4).slice(1)}-8${hex(random, 4).slice(1)}-${hex(random, 12)}`;
}
