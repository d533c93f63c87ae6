import { actorTypes, changeTypes, type EntryFields, kinds, outcomes } from '@whodid/core';
import { z } from 'zod';
import { exampleEntry, examplePost } from './entry-example.ts';

// What an entry looks like, for the OpenAPI document only: `admit` of core is what checks entries.
// The type on `entry` is what keeps the two together.

const json = z.any().describe('Any JSON value');
const jsonObject = z.record(z.string(), json);
const time = z.string().meta({ format: 'date-time' });
const text = z.string();

const actor = z.strictObject({
  type: z.enum(actorTypes),
  id: text,
  name: text.exactOptional(),
  email: text.exactOptional(),
  role: text.exactOptional(),
  roleId: text.exactOptional(),
  info: jsonObject.exactOptional(),
  credential: text.exactOptional(),
});

const target = z.strictObject({ type: text, id: text, name: text.exactOptional() });

const change = z.strictObject({
  type: z.enum(changeTypes),
  model: text,
  fields: z.array(
    z.strictObject({ name: text, old: json.exactOptional(), new: json.exactOptional() }),
  ),
  totalCount: z.number().exactOptional(),
  ids: z.array(text).exactOptional(),
});

const message = z.strictObject({
  headers: z.record(text, text),
  body: json.exactOptional(),
  bodyBytes: z.int(),
  cut: z.literal(true).exactOptional(),
  streamed: z.literal(true).exactOptional(),
});

const http = z.strictObject({
  protocol: z.enum(['http', 'https']),
  method: text,
  url: text,
  path: text,
  route: text.exactOptional(),
  name: text.exactOptional(),
  query: z.record(text, z.union([text, z.array(text)])),
  statusCode: z.int().exactOptional(),
  durationMs: z.number(),
  request: message,
  response: message,
  error: text.exactOptional(),
});

const client = z.strictObject({
  ip: text,
  ipTrusted: z.boolean(),
  peerIp: text.exactOptional(),
  country: text.exactOptional(),
  userAgent: text.exactOptional(),
  browser: text.exactOptional(),
  os: text.exactOptional(),
});

const service = z.strictObject({
  name: text,
  version: text.exactOptional(),
  instance: text.exactOptional(),
  environment: text.exactOptional(),
});

const ambient = z.strictObject({
  requestId: text.exactOptional(),
  sessionId: text.exactOptional(),
  traceId: text.exactOptional(),
  spanId: text.exactOptional(),
  correlationId: text.exactOptional(),
  causationId: text.exactOptional(),
  transactionId: text.exactOptional(),
});

const shape = {
  id: text.describe('UUIDv7, lower case; UUIDv8 for a move in triage'),
  occurredAt: time,
  observedAt: time,
  schemaVersion: z.literal(1),
  tenant: text,
  kind: z.enum(kinds),
  stream: text.exactOptional(),
  action: text.describe('A stable dotted verb phrase: invoice.approve'),
  outcome: z.enum(outcomes),
  reason: text.exactOptional(),
  message: text.exactOptional(),
  level: z.number().exactOptional(),
  actor,
  onBehalfOf: z.array(actor).exactOptional(),
  targets: z.array(target),
  change: change.exactOptional(),
  http: http.exactOptional(),
  client: client.exactOptional(),
  service,
  module: text.exactOptional(),
  moduleId: text.exactOptional(),
  endpoint: text.exactOptional(),
  ambient: ambient.exactOptional(),
  producer: z.strictObject({ id: text, epoch: text, seq: z.int() }),
  data: json.exactOptional(),
  masked: z.array(z.strictObject({ path: text, rule: text })).exactOptional(),
} satisfies { readonly [F in keyof EntryFields]-?: z.ZodType };

const strict = z.strictObject(shape);

/** An entry as it is stored. */
export const entry: z.ZodType<EntryFields> = strict.meta({ examples: [exampleEntry] });

/** An entry as it may be posted: only `action` is needed. */
export const postedEntry: z.ZodType = strict
  .partial()
  .required({ action: true })
  .meta({ examples: [examplePost] });
