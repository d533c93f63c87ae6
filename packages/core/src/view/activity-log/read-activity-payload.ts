import { defined } from '../../entry/defined.ts';
import { derivedUuid } from '../../entry/derived-uuid.ts';
import type { Actor, Client, EntryFields, Json, JsonObject, Outcome } from '../../entry/entry.ts';
import { readInstant } from '../../entry/instant.ts';
import { isUuid } from '../../entry/uuid-v7.ts';
import {
  type ActivityPayloadKey,
  activityPayload,
  activityPayloadKeys,
  type JsonKey,
  jsonKeys,
} from './activity-payload.ts';
import { browserFamilies } from './browser-family.ts';
import { type FlatFields, readFlatFields } from './flat-fields.ts';
import { splitValues } from './stated-values.ts';

/** An entry as it is posted: what is missing is filled in where it is received. */
export type PostedActivity = Partial<EntryFields> & Pick<EntryFields, 'id' | 'kind' | 'action'>;

/** What the senders of document 000 write where they do not know. */
const placeholders: ReadonlySet<string> = new Set(['<UNKNOWN>', 'Unknown', '<admin>', 'None']);

type TextOf = (key: ActivityPayloadKey) => string;

/**
 * Reads a payload of document 000 into an entry to be posted. What has a place in an entry goes there;
 * everything else, further fields included, goes into `data.activityLog`, so that
 * {@link activityPayload} gives the same 29 texts again.
 *
 * The three JSON texts are read, so that secrets in them are found by their names; what is no JSON
 * stays text. The id is that of `auditID` or, if that is no UUID, derived from it and the tenant. Of the
 * times only `timestamp` is believed, and only with a zone: senders fill the others with the time at
 * which the user's account was made.
 *
 * @throws WhodidError `ENTRY_INVALID` with the name of the field.
 */
export function readActivityPayload(received: unknown, tenant: string): PostedActivity {
  const fields = readFlatFields(received);
  const text: TextOf = (key) => fields.texts.get(key) ?? '';
  const values = splitValues(
    {
      oldValues: stated(fields, 'oldValuesJson'),
      newValues: stated(fields, 'newValuesJson'),
      columns: stated(fields, 'affectedColumns'),
    },
    text('userActivityType'),
    known(text('module')) ?? 'unknown',
  );
  const posted = defined({
    id: idOf(text('auditID'), tenant),
    kind: 'action' as const,
    action: text('action') || defaultAction(text('userActivityType'), text('microserviceName')),
    outcome: outcomeOf(text('actionStatus')),
    reason: fields.texts.get('reasonForFailure') || undefined,
    occurredAt: readInstant(text('timestamp')),
    actor: actorOf(text),
    client: clientOf(text),
    service: serviceOf(known(text('microserviceName'))),
    module: known(text('module')),
    moduleId: known(text('moduleID')),
    endpoint: known(text('endpointName')),
    ambient: text('sessionID') === '' ? undefined : { sessionId: text('sessionID') },
    change: values.change as EntryFields['change'] | undefined,
  });
  const activityLog = remainder(posted, fields, values.rest as JsonObject);
  return Object.keys(activityLog).length === 0 ? posted : { ...posted, data: { activityLog } };
}

/** What is done where nobody has said it. */
export function defaultAction(activityType: string, service: string): string {
  return `${activityType || 'Activity'} on ${service || 'unknown service'}`;
}

function stated({ texts, json }: FlatFields, key: JsonKey): Json {
  const text = texts.get(key) ?? '';
  return json.get(key) ?? (text === '' || json.has(key) ? null : text);
}

function known(text: string): string | undefined {
  return text.trim() === '' || placeholders.has(text) ? undefined : text;
}

function idOf(auditID: string, tenant: string): string {
  const id = auditID.toLowerCase();
  return isUuid(id) ? id : derivedUuid('activity log', tenant, auditID);
}

function outcomeOf(actionStatus: string): Outcome {
  if (/^success(?:ful)?$/i.test(actionStatus)) return 'success';
  return /^fail(?:ed|ure)?$/i.test(actionStatus) ? 'failure' : 'unknown';
}

function actorOf(text: TextOf): Actor | undefined {
  const id = known(text('userID')) ?? known(text('userName'));
  const info = defined({
    username: known(text('userName')),
    branchCode: known(text('branchCode')),
    branchName: known(text('branchName')),
    lastLogin: known(text('lastLogin')),
  });
  const details = defined({
    name: known(text('fullName')),
    role: known(text('role')),
    roleId: known(text('roleId')),
    info: Object.keys(info).length === 0 ? undefined : info,
  });
  if (id !== undefined) return { type: 'user', id, ...details };
  if (Object.keys(details).length === 0) return undefined;
  return { type: 'anonymous', id: 'anonymous', ...details };
}

function clientOf(text: TextOf): Client | undefined {
  const source = known(text('sourceIP'));
  const ip = known(text('ipAddress')) ?? source;
  if (ip === undefined) return undefined;
  return {
    ip,
    // It is what the sender says, and not what was seen on a connection.
    ipTrusted: false,
    ...(source === undefined || source === ip ? {} : { peerIp: source }),
    ...(browserFamilies.has(text('clientInfo')) ? { browser: text('clientInfo') } : {}),
  };
}

function serviceOf(name: string | undefined): EntryFields['service'] | undefined {
  return name === undefined ? undefined : { name };
}

// Stands where the receiver will fill something in, which cannot be what was received.
const later = '\u0000filled in later';
const filledIn = {
  occurredAt: later,
  observedAt: later,
  schemaVersion: 1,
  tenant: later,
  outcome: 'unknown',
  actor: { type: 'anonymous', id: 'anonymous' },
  targets: [],
  service: { name: later },
  producer: { id: later, epoch: later, seq: 1 },
} as const;

/** What the posted entry does not say, or would say with other words. */
function remainder(
  posted: PostedActivity,
  { texts, json }: FlatFields,
  valuesNotTold: JsonObject,
): JsonObject {
  const told: { readonly [key: string]: string } = activityPayload({ ...filledIn, ...posted });
  const rest = [...texts].flatMap(([name, text]): [string, Json][] => {
    if (jsonKeys.some((key) => key === name)) {
      const key = name as JsonKey;
      if (!json.has(key)) return [[key, text]];
      return Object.hasOwn(valuesNotTold, key) ? [[key, json.get(key) ?? null]] : [];
    }
    return told[name] === text && isKey(name) ? [] : [[name, text]];
  });
  return Object.fromEntries(rest);
}

const keys: ReadonlySet<string> = new Set(activityPayloadKeys);

function isKey(name: string): boolean {
  return keys.has(name);
}
