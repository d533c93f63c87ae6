import type { Ambient } from '../ambient/ambient.ts';
import { defined } from '../entry/defined.ts';
import {
  type AmbientIds,
  type Client,
  type EntryFields,
  type Kind,
  kinds,
  type Masked,
  type Outcome,
  outcomes,
  type Service,
  type Target,
} from '../entry/entry.ts';
import { instant, readInstant } from '../entry/instant.ts';
import { isUuid } from '../entry/uuid-v7.ts';
import type { DraftReader } from './draft-reader.ts';
import { readActor, readOnBehalfOf } from './read-actor.ts';
import { readChange } from './read-change.ts';
import { readHttp } from './read-http.ts';

const epoch = '1970-01-01T00:00:00.000Z';
const mostTargets = 100;
const mostMasked = 200;
const ambientNames = [
  'causationId',
  'correlationId',
  'requestId',
  'sessionId',
  'spanId',
  'traceId',
  'transactionId',
] as const satisfies readonly (keyof AmbientIds)[];
const serviceNames = ['environment', 'instance', 'name', 'version'] as const;

/** What fills the gaps of a draft. */
export interface Defaults {
  readonly ambient: Ambient;
  readonly service: Service;
  readonly tenant: string;
  readonly producer: EntryFields['producer'];
  readonly now: number;
  nextId(): string;
}

/** Reads a draft, or an entry that was received, into the fields of an entry without secrets. */
export function readFields(draft: unknown, defaults: Defaults, reader: DraftReader): EntryFields {
  const field = (name: string): unknown => reader.field(draft, name);
  const text = (name: string): string | undefined => reader.text(field(name), name);
  const now = instant(defaults.now) ?? epoch;
  const { ambient } = defaults;
  // Everything that may mask something comes before the list of what was masked is read.
  const ids = readIds(field('ambient'), ambient, reader);
  const later = {
    message: text('message'),
    module: text('module'),
    moduleId: text('moduleId'),
    onBehalfOf: readOnBehalfOf(field('onBehalfOf'), ambient, reader),
    reason: text('reason'),
    service: readService(field('service'), defaults.service, reader),
    stream: text('stream'),
    targets: readTargets(field('targets'), reader),
    tenant: text('tenant') ?? ambient.tenant ?? defaults.tenant,
  };
  // In the order of their names, as in the canonical text: then nothing has to be sorted.
  return defined({
    action: text('action') ?? 'unknown',
    actor: readActor(field('actor'), ambient, reader),
    ambient: ids,
    change: readChange(field('change'), reader),
    client: readClient(field('client') ?? ambient.client, reader),
    data: reader.value(field('data'), 'data'),
    endpoint: text('endpoint'),
    http: readHttp(field('http'), reader),
    id: readId(field('id')) ?? defaults.nextId(),
    kind: readKind(field('kind')),
    level: reader.wholeNumber(field('level'), 0),
    masked: readMasked(reader),
    message: later.message,
    module: later.module,
    moduleId: later.moduleId,
    observedAt: readInstant(field('observedAt')) ?? now,
    occurredAt: readInstant(field('occurredAt')) ?? now,
    onBehalfOf: later.onBehalfOf,
    outcome: readOutcome(field('outcome')),
    producer: readProducer(defaults.producer),
    reason: later.reason,
    schemaVersion: 1 as const,
    service: later.service,
    stream: later.stream,
    targets: later.targets,
    tenant: later.tenant,
  });
}

// The list may have been received, and a path repeats names, so it is text like any other.
function readMasked({ masked, redactor }: DraftReader): readonly Masked[] | undefined {
  if (masked.length === 0) return undefined;
  return masked.slice(0, mostMasked).map(({ path, rule }) => ({
    path: redactor.text(path, '', []),
    rule: redactor.text(rule, '', []),
  }));
}

// A copy: what the caller counts with must not be frozen.
function readProducer({ epoch, id, seq }: EntryFields['producer']): EntryFields['producer'] {
  return { epoch, id, seq };
}

function readId(id: unknown): string | undefined {
  return typeof id === 'string' && isUuid(id.toLowerCase()) ? id.toLowerCase() : undefined;
}

function readKind(kind: unknown): Kind {
  return kinds.find((known) => known === kind) ?? 'action';
}

// Silence means that it worked; a word that we do not know means that we do not know.
function readOutcome(outcome: unknown): Outcome {
  if (outcome === undefined) return 'success';
  return outcomes.find((known) => known === outcome) ?? 'unknown';
}

function readIds(given: unknown, ambient: Ambient, reader: DraftReader): AmbientIds | undefined {
  const inherited = reader.texts(ambient, ambientNames, 'ambient');
  const own = reader.texts(given, ambientNames, 'ambient');
  if (own === undefined || inherited === undefined) return own ?? inherited;
  const ids: { -readonly [N in keyof AmbientIds]: AmbientIds[N] } = {};
  for (const name of ambientNames) {
    const id = own[name] ?? inherited[name];
    if (id !== undefined) ids[name] = id;
  }
  return ids;
}

function readClient(given: unknown, reader: DraftReader): Client | undefined {
  const ip = reader.text(reader.field(given, 'ip'), 'client.ip');
  if (ip === undefined) return undefined;
  const text = (name: string): string | undefined =>
    reader.text(reader.field(given, name), `client.${name}`);
  return defined({
    browser: text('browser'),
    country: text('country'),
    ip,
    ipTrusted: reader.field(given, 'ipTrusted') === true,
    os: text('os'),
    peerIp: text('peerIp'),
    userAgent: text('userAgent'),
  });
}

function readService(given: unknown, fallback: Service, reader: DraftReader): Service {
  const texts = reader.texts(given ?? fallback, serviceNames, 'service');
  return { ...texts, name: texts?.name ?? 'unknown' };
}

function readTargets(given: unknown, reader: DraftReader): readonly Target[] {
  const targets: Target[] = [];
  for (const item of reader.items(given, mostTargets) ?? []) {
    const path = `targets[${targets.length}]`;
    const { id, name, type } = reader.texts(item, ['id', 'name', 'type'], path) ?? {};
    if (id === undefined && type === undefined) continue;
    targets.push(defined({ id: id ?? 'unknown', name, type: type ?? 'unknown' }));
  }
  return targets;
}
