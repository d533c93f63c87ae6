import type { EntryFields, Json, JsonObject } from '../../entry/entry.ts';
import { instant } from '../../entry/instant.ts';
import { dataOf } from '../data-of.ts';
import { activityTypeOf } from './activity-type.ts';
import { browserFamily } from './browser-family.ts';

/** The keys of the payload of document 000, as it spells and orders them. */
export const activityPayloadKeys = [
  'auditID',
  'action',
  'sourceIP',
  'roleId',
  'fullName',
  'userActivityType',
  'microserviceName',
  'endpointName',
  'oldValuesJson',
  'payloadCreatedDate',
  'newValuesJson',
  'affectedColumns',
  'role',
  'userName',
  'userID',
  'createdDate',
  'ipAddress',
  'startDate',
  'endDate',
  'branchCode',
  'location',
  'branchName',
  'clientInfo',
  'actionStatus',
  'lastLogin',
  'sessionID',
  'module',
  'moduleID',
  'timestamp',
] as const;

export type ActivityPayloadKey = (typeof activityPayloadKeys)[number];

/** The payload of document 000: 29 texts. */
export type ActivityPayload = { readonly [K in ActivityPayloadKey]: string };

/** The keys whose text is JSON. */
export const jsonKeys = ['oldValuesJson', 'newValuesJson', 'affectedColumns'] as const;
export type JsonKey = (typeof jsonKeys)[number];

/** What stands for a browser or an address that is not known, and for a role or branch. */
const unknown = '<UNKNOWN>';
const admin = '<admin>';

/**
 * Any entry as the payload of document 000. What the entry does not say is `""` or a placeholder of the
 * document, and times are RFC 3339 in UTC.
 *
 * The fields of `data.activityLog` of an entry of the kind `action` go before what the rest of the
 * entry says: they keep what `readActivityPayload` found no other place for.
 */
export function activityPayload(entry: EntryFields): ActivityPayload {
  const plain = { ...whoAndWhere(entry), ...what(entry), ...when(entry), ...values(entry) };
  const stated = statedIn(entry);
  const texts = activityPayloadKeys.map((key) => [key, textOf(stated[key]) ?? plain[key]]);
  return Object.fromEntries(texts) as ActivityPayload;
}

function textOf(stated: Json | undefined): string | undefined {
  return stated === undefined || typeof stated === 'string' ? stated : JSON.stringify(stated);
}

function statedIn(entry: EntryFields): { readonly [key: string]: Json | undefined } {
  const { activityLog } = entry.kind === 'action' ? dataOf(entry) : {};
  if (typeof activityLog !== 'object' || activityLog === null) return {};
  const stated = activityLog as JsonObject;
  const keys = activityPayloadKeys.filter((key) => Object.hasOwn(stated, key));
  return Object.fromEntries(keys.map((key) => [key, stated[key]]));
}

type Keys<K extends ActivityPayloadKey> = Pick<ActivityPayload, K>;

function whoAndWhere({
  actor,
  client,
}: EntryFields): Keys<
  | 'sourceIP'
  | 'ipAddress'
  | 'location'
  | 'clientInfo'
  | 'roleId'
  | 'role'
  | 'fullName'
  | 'userName'
  | 'userID'
  | 'branchCode'
  | 'branchName'
  | 'lastLogin'
> {
  const info = (name: string): string | undefined => {
    const found = actor.info?.[name];
    return typeof found === 'string' ? found : undefined;
  };
  const ip = client?.ip ?? unknown;
  return {
    sourceIP: client?.peerIp ?? ip,
    ipAddress: ip,
    location: ip,
    clientInfo: (client && browserFamily(client)) ?? unknown,
    roleId: actor.roleId ?? '',
    role: actor.role ?? admin,
    fullName: actor.name ?? '',
    userName: info('username') ?? actor.email ?? actor.name ?? '',
    userID: actor.type === 'anonymous' ? '' : actor.id,
    branchCode: info('branchCode') ?? '',
    branchName: info('branchName') ?? admin,
    lastLogin: info('lastLogin') ?? '',
  };
}

function what(
  entry: EntryFields,
): Keys<
  | 'auditID'
  | 'action'
  | 'userActivityType'
  | 'microserviceName'
  | 'endpointName'
  | 'actionStatus'
  | 'sessionID'
  | 'module'
  | 'moduleID'
> {
  const { http } = entry;
  return {
    auditID: entry.id,
    action: entry.message ?? entry.action,
    userActivityType: typeOf(entry),
    microserviceName: entry.service.name,
    endpointName: entry.endpoint ?? http?.name ?? http?.route ?? http?.path ?? '',
    actionStatus: entry.outcome === 'success' ? 'Successful' : 'Failed',
    sessionID: entry.ambient?.sessionId ?? '',
    module: entry.module ?? '',
    moduleID: entry.moduleId ?? '',
  };
}

function typeOf({ http, change }: EntryFields): string {
  if (http !== undefined) return activityTypeOf(http.method, http.route ?? http.path);
  if (change === undefined) return '';
  if (change.type.endsWith('CREATE')) return 'CREATION';
  return change.type.endsWith('DELETE') ? 'DELETION' : 'MODIFICATION';
}

// An exchange began when it occurred. Of anything else only one moment is known.
function when({
  occurredAt,
  observedAt,
  http,
}: EntryFields): Keys<
  'timestamp' | 'createdDate' | 'startDate' | 'endDate' | 'payloadCreatedDate'
> {
  const endedMs = Date.parse(occurredAt) + (http?.durationMs ?? 0);
  return {
    timestamp: occurredAt,
    createdDate: occurredAt,
    startDate: occurredAt,
    endDate: instant(endedMs) ?? occurredAt,
    payloadCreatedDate: observedAt,
  };
}

function values({
  change,
}: EntryFields): Keys<'oldValuesJson' | 'newValuesJson' | 'affectedColumns'> {
  const fields = change?.fields ?? [];
  const side = (name: 'old' | 'new'): string => {
    const told = fields.filter((field) => field[name] !== undefined);
    if (told.length === 0) return 'null';
    return JSON.stringify(Object.fromEntries(told.map((field) => [field.name, field[name]])));
  };
  return {
    oldValuesJson: side('old'),
    newValuesJson: side('new'),
    affectedColumns: JSON.stringify(fields.map(({ name }) => name)),
  };
}
