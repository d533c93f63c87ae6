import { actorTypes, type EntryFields, kinds, outcomes } from '../entry/entry.ts';
import { dataValues } from './data-values.ts';
import { actorValues, named, present, targetValues, unique } from './named-values.ts';
import type { QueryField } from './query.ts';

/** What can be compared with: text, or a number. */
export type FieldValue = string | number;

/** One field of the query language. The parser, the documentation and the stores go by this row. */
export interface QueryFieldRow {
  readonly name: QueryField;
  /** What it asks for, in words that follow “entries by”. */
  readonly meaning: string;
  /** A term that can be typed as it is. */
  readonly example: string;
  /** How values are written and compared. `json` is text or a number, whichever is there. */
  readonly valueType: 'text' | 'statusCode' | 'milliseconds' | 'time' | 'json';
  /** All values there can be, if that is known. */
  readonly choices?: readonly string[];
  /** Whether a value without its last dot means the whole category: `order` is `order.*` too. */
  readonly hasCategories?: true;
  /** Whether `me` stands for whoever asks. */
  readonly isPerson?: true;
  /** Whether `Ada` and `ada` are two values here, as they are for whoever gives out ids. */
  readonly caseMatters?: true;
  /** The values of an entry that a condition is compared with. None if the entry lacks the field. */
  readonly valuesOf: (entry: EntryFields, key: string) => readonly FieldValue[];
}

type Row = Omit<QueryFieldRow, 'name'>;

// A record first, so that a field without a row is a compile error.
const rows: { readonly [F in QueryField]: Row } = {
  actor: {
    meaning: 'who acted: id, name, a word of the name, e-mail, or its part before the @',
    example: 'actor:ada',
    valueType: 'text',
    isPerson: true,
    valuesOf: ({ actor }) => actorValues(actor),
  },
  'actor.id': {
    meaning: 'who acted, by id alone, in capitals and small letters as it is',
    example: 'actor.id:u_17',
    valueType: 'text',
    isPerson: true,
    caseMatters: true,
    // One that was masked is nobody's: many people may share the mask, and somebody may be named so.
    valuesOf: ({ actor, masked = [] }) =>
      masked.some(({ path }) => path === 'actor.id') ? [] : [actor.id],
  },
  'actor.type': {
    meaning: 'what acted: a user, a service, an agent, the system, somebody anonymous',
    example: 'actor.type:service',
    valueType: 'text',
    choices: actorTypes,
    valuesOf: ({ actor }) => [actor.type],
  },
  onbehalfof: {
    meaning: 'for whom the actor acted, compared like `actor`',
    example: 'onBehalfOf:ada',
    valueType: 'text',
    isPerson: true,
    valuesOf: ({ onBehalfOf }) => (onBehalfOf ?? []).flatMap(actorValues),
  },
  action: {
    meaning: 'what was done; `action:order` is `order` and everything in it',
    example: 'action:order.refund',
    valueType: 'text',
    hasCategories: true,
    valuesOf: ({ action }) => [action],
  },
  target: {
    meaning: 'on what: id, `type:id`, name, or a word of the name',
    example: 'target:order:1042',
    valueType: 'text',
    valuesOf: ({ targets }) => targets.flatMap(targetValues),
  },
  'target.type': {
    meaning: 'on what kind of thing',
    example: 'target.type:order',
    valueType: 'text',
    valuesOf: ({ targets }) => targets.map(({ type }) => type),
  },
  outcome: {
    meaning: 'the result',
    example: 'outcome:denied',
    valueType: 'text',
    choices: outcomes,
    valuesOf: ({ outcome }) => [outcome],
  },
  kind: {
    meaning: 'how it was noticed; `kind:http` is both directions',
    example: 'kind:http.in',
    valueType: 'text',
    choices: kinds,
    hasCategories: true,
    valuesOf: ({ kind }) => [kind],
  },
  stream: {
    meaning: 'the text stream',
    example: 'stream:LOGIN',
    valueType: 'text',
    valuesOf: ({ stream }) => present(stream),
  },
  created: {
    meaning: 'when it happened',
    example: 'created:>=yesterday',
    valueType: 'time',
    valuesOf: ({ occurredAt }) => [Date.parse(occurredAt)],
  },
  status: {
    meaning: 'the HTTP status code',
    example: 'status:4xx,5xx',
    valueType: 'statusCode',
    valuesOf: ({ http }) => present(http?.statusCode),
  },
  duration: {
    meaning: 'how long the request took, in milliseconds unless a unit is given',
    example: 'duration:>1s',
    valueType: 'milliseconds',
    valuesOf: ({ http }) => present(http?.durationMs),
  },
  method: {
    meaning: 'the HTTP method',
    example: 'method:POST,PUT',
    valueType: 'text',
    valuesOf: ({ http }) => present(http?.method),
  },
  route: {
    meaning: 'the pattern of the route',
    example: 'route:/orders/:id',
    valueType: 'text',
    valuesOf: ({ http }) => present(http?.route),
  },
  'route.name': {
    meaning: 'the name that the app gave the route',
    example: 'route.name:orders-redeem',
    valueType: 'text',
    valuesOf: ({ http }) => present(http?.name),
  },
  path: {
    meaning: 'the path of the address, without the part after the question mark',
    example: 'path:/orders/*',
    valueType: 'text',
    valuesOf: ({ http }) => present(http?.path),
  },
  ip: {
    meaning: 'the client’s address',
    example: 'ip:203.0.113.',
    valueType: 'text',
    valuesOf: ({ client }) => present(client?.ip),
  },
  country: {
    meaning: 'the client’s country',
    example: 'country:NL',
    valueType: 'text',
    valuesOf: ({ client }) => present(client?.country),
  },
  client: {
    meaning: 'the client’s browser or user agent, or a word of it',
    example: 'client:firefox',
    valueType: 'text',
    valuesOf: ({ client }) => unique(named(client?.browser), named(client?.userAgent)),
  },
  os: {
    meaning: 'the client’s operating system, or a word of it',
    example: 'os:macos',
    valueType: 'text',
    valuesOf: ({ client }) => unique(named(client?.os)),
  },
  session: {
    meaning: 'the id of the session',
    example: 'session:s_8f2',
    valueType: 'text',
    valuesOf: ({ ambient }) => present(ambient?.sessionId),
  },
  request: {
    meaning: 'the id of the request: everything that happened within it',
    example: 'request:req_51',
    valueType: 'text',
    valuesOf: ({ ambient }) => present(ambient?.requestId),
  },
  trace: {
    meaning: 'the id of the trace',
    example: 'trace:4bf92f3577b34da6a3ce929d0e0e4736',
    valueType: 'text',
    valuesOf: ({ ambient }) => present(ambient?.traceId),
  },
  service: {
    meaning: 'the name of the program that noticed it',
    example: 'service:shop',
    valueType: 'text',
    valuesOf: ({ service }) => [service.name],
  },
  env: {
    meaning: 'the environment of that program',
    example: 'env:production',
    valueType: 'text',
    valuesOf: ({ service }) => present(service.environment),
  },
  source: {
    meaning: 'where in the software: service, instance, producer, module or endpoint',
    example: 'source:billing',
    valueType: 'text',
    valuesOf: ({ service, producer, module, endpoint }) =>
      unique([
        service.name,
        producer.id,
        ...present(service.instance),
        ...present(module),
        ...present(endpoint),
      ]),
  },
  model: {
    meaning: 'the model that was changed',
    example: 'model:Order',
    valueType: 'text',
    valuesOf: ({ change }) => present(change?.model),
  },
  field: {
    meaning: 'a field that was changed',
    example: 'field:price',
    valueType: 'text',
    valuesOf: ({ change }) => (change?.fields ?? []).map(({ name }) => name),
  },
  data: {
    meaning: 'the app’s own data, by key; dots go deeper; `meta.` means the same',
    example: 'data.plan:gold',
    valueType: 'json',
    valuesOf: ({ data }, key) => dataValues(data, key),
  },
  tenant: {
    meaning: 'the tenant; `project:` means the same',
    example: 'tenant:acme',
    valueType: 'text',
    valuesOf: ({ tenant }) => [tenant],
  },
  id: {
    meaning: 'the id of the entry',
    example: 'id:0193c1f2-7c3e-7000-8000-000000000001',
    valueType: 'text',
    valuesOf: ({ id }) => [id],
  },
};

/** Every field, most used first. */
export const queryFields: readonly QueryFieldRow[] = Object.entries(rows).map(([name, row]) => ({
  name: name as QueryField,
  ...row,
}));

const byName: ReadonlyMap<string, QueryFieldRow> = new Map(
  queryFields.map((row) => [row.name, row]),
);

/** The row of a field. */
export function rowOf(field: QueryField): QueryFieldRow {
  const row = byName.get(field);
  if (row === undefined) throw new TypeError(`No query field ${field}`);
  return row;
}

/** The row of a name as typed, without regard to case, or nothing. */
export function rowNamed(name: string): QueryFieldRow | undefined {
  const folded = name.toLowerCase();
  return byName.get(otherNames.get(folded) ?? folded);
}

const otherNames: ReadonlyMap<string, QueryField> = new Map<string, QueryField>([
  ['meta', 'data'],
  ['project', 'tenant'],
  ['environment', 'env'],
]);
