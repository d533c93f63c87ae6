import { type Actor, ambientActor, type Client, type Draft, type Redactor } from '@whodid/core';
import { activityTypeOf, defaultAction, splitValues } from '@whodid/core/view';
import type { ActivityData } from './activity-data.ts';
import { fieldOf, textOf } from './field-of.ts';
import { personOf } from './person-of.ts';
import { type RequestFacts, requestFacts } from './request-facts.ts';

/** What a draft is made with. */
export interface ActivityDraftTools {
  readonly redactor: Redactor;
  /** Of the program that says it, where the data names none. */
  readonly serviceName: string;
  /** A UUID of version 4, as document 000 has it. */
  readonly newId: () => string;
  readonly now: number;
}

/** What data says, as a draft. Its times are those of the request as far as they are known now. */
export function activityDraft(data: ActivityData, tools: ActivityDraftTools): Draft {
  const request = requestFacts(data.request);
  const service = textOf(data, 'microservice_name');
  const module = textOf(data, 'module');
  const type = textOf(data, 'action_type') ?? typeOf(request);
  const { change, rest } = splitValues(
    {
      oldValues: valuesIn(fieldOf(data, 'oldvaluejson', 'old_value_json')),
      newValues: valuesIn(fieldOf(data, 'newvaluejson', 'new_value_json')),
      columns: columnsIn(data.affected_columns),
    },
    type ?? '',
    module ?? 'unknown',
  );
  const now = new Date(tools.now).toISOString();
  return {
    id: tools.newId(),
    kind: 'action',
    action: textOf(data, 'action') ?? defaultAction(type ?? '', service ?? tools.serviceName),
    occurredAt: tools.now,
    ...present({
      outcome: data.outcome,
      reason: textOf(data, 'reason'),
      actor: actorOf(data, request),
      client: clientOf(data, request),
      service: service === undefined ? undefined : { name: service },
      module,
      moduleId: textOf(data, 'module_id'),
      endpoint: textOf(data, 'endpoint_name') ?? endpointOf(request, tools.redactor),
      ambient: sessionOf(data, request),
      change,
    }),
    data: {
      activityLog: {
        ...present({ userActivityType: type }),
        startDate: new Date(request.startedAt ?? tools.now).toISOString(),
        endDate: now,
        ...jsonTexts(rest),
      },
    },
  };
}

function typeOf({ method, route, path }: RequestFacts): string | undefined {
  return method === undefined ? undefined : activityTypeOf(method, route ?? path ?? '');
}

function endpointOf({ route, path }: RequestFacts, redactor: Redactor): string | undefined {
  if (route !== undefined || path === undefined) return route;
  return redactor.url(path, 'endpoint', []);
}

function actorOf(
  { user_request: stated }: ActivityData,
  { user }: RequestFacts,
): Actor | undefined {
  if (stated !== undefined && stated !== null) return personOf(stated) ?? undefined;
  const person = personOf(user);
  const found = ambientActor();
  if (found === null || found.type === 'anonymous') return person ?? undefined;
  // What was verified goes first; the app knows more of the same person.
  if (person?.id !== found.id) return undefined;
  const info = { ...person.info, ...found.info };
  return { ...person, ...found, ...(Object.keys(info).length === 0 ? {} : { info }) };
}

function clientOf({ meta }: ActivityData, { client }: RequestFacts): Client | undefined {
  const source = textOf(meta, 'source_ip');
  const ip = textOf(meta, 'ip_address') ?? source;
  if (ip === undefined) return client;
  const userAgent = textOf(meta, 'user_agent');
  return {
    ip,
    ipTrusted: false,
    ...(source === undefined || source === ip ? {} : { peerIp: source }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}

function sessionOf(data: ActivityData, request: RequestFacts): Draft['ambient'] {
  const sessionId = textOf(data, 'session_id') ?? request.sessionId;
  return sessionId === undefined ? undefined : { sessionId };
}

/** Values before or after: JSON text as what it holds, nothing as `null`. */
function valuesIn(stated: unknown): unknown {
  if (typeof stated !== 'string') return stated ?? null;
  return parsed(stated) ?? (stated === '' || stated === 'null' ? null : stated);
}

function columnsIn(stated: unknown): unknown {
  if (stated === null || stated === '') return undefined;
  if (typeof stated !== 'string') return stated;
  return parsed(stated) ?? stated.split(',').map((name) => name.trim());
}

// Within the fields of an entry, text is JSON text.
function jsonTexts(rest: { readonly [key: string]: unknown }): { readonly [key: string]: unknown } {
  const texts = Object.entries(rest).map(([key, value]) => [
    key,
    typeof value === 'string' ? JSON.stringify(value) : value,
  ]);
  return Object.fromEntries(texts) as { readonly [key: string]: unknown };
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(fields: T): Present<T> {
  const found = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found) as Present<T>;
}
