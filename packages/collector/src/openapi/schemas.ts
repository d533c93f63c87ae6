import { z } from 'zod';
import { scopes } from '../access/scopes.ts';
import { strictObject } from '../problem/strict-object.ts';
import { entry, postedEntry } from './entry-schema.ts';

// What goes in and out of each route. The messages continue a sentence: "limit must be ...".

const upTo = (length: number): z.ZodString => {
  const wanted = `text of at most ${length} characters`;
  return z.string(wanted).max(length, wanted);
};
const name = z.string('a name of 1 to 100 characters').trim().min(1).max(100);
const time = z.iso.datetime({ offset: true, error: 'a time as in RFC 3339' });

const query = upTo(4096).default('').describe('A query, as in: actor:ada status:>=500 "refund"');
const limitWanted = 'a whole number from 1 to 500';
const timeText = 'RFC 3339, a date, 15m, 2h, 7d, today or yesterday';

/** `GET /v1/entries` */
export const listParameters = strictObject({
  q: query,
  from: upTo(64).describe(`Earliest occurredAt, included: ${timeText}`).optional(),
  to: upTo(64).describe(`Latest occurredAt, included: ${timeText}`).optional(),
  limit: z.coerce
    .number(limitWanted)
    .int(limitWanted)
    .min(1, limitWanted)
    .max(500, limitWanted)
    .default(50),
  cursor: upTo(2048).describe('`next` of the page before').optional(),
});

export const entryPage = z.strictObject({
  entries: z.array(entry),
  next: z.string().nullable().describe('`cursor` of the next page, null at the end'),
});

/** `GET /v1/entries/:id` */
export const entryParameters = strictObject({ id: upTo(100) });
export { entry };

/** `GET /v1/entries/live` and `GET /v1/query/check` */
export const queryParameters = strictObject({ q: query });
export const entryStream = {
  description: 'Server-sent events',
  content: { 'text/event-stream': { schema: z.string() } },
};
export const fine = z.strictObject({ ok: z.literal(true) });

/** `POST /v1/entries` */
export const entriesToPost = z.union([postedEntry, z.array(postedEntry).max(1000)]);
export const receipts = z.strictObject({
  receipts: z.array(
    z.strictObject({
      id: z.string().nullable(),
      fate: z.enum(['stored', 'duplicate', 'refused', 'conflict']),
      reason: z.string().optional(),
      index: z.int().optional().describe('Place in the body, if there is no id'),
      entry: entry.optional().describe('As stored, if the collector filled something in'),
    }),
  ),
});

/** `/v1/keys` */
const keyFields = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  tenant: z.string(),
  userId: z.string().exactOptional().describe('The person that it acts for'),
  createdAt: z.string(),
  expiresAt: z.string().exactOptional(),
  lastUsedAt: z.string().exactOptional(),
  revokedAt: z.string().exactOptional(),
};
export const keyInfo = z.strictObject(keyFields);
export const keyList = z.strictObject({ keys: z.array(keyInfo) });
export const madeKey = z.strictObject({ ...keyFields, key: z.string() });
export const keyParameters = strictObject({ id: upTo(100) });
export const keyToMake = strictObject({
  name,
  scopes: z
    .array(z.enum(scopes, `one of ${scopes.join(', ')}`), 'a list of scopes')
    .min(1, 'a list of at least one scope'),
  tenant: name.optional(),
  userId: name.optional().describe('The person that it acts for; needed for the scope `own`'),
  expiresAt: time.optional(),
});

/** `GET /v1/me`, `POST /v1/session/links` */
export const me = z.strictObject({
  id: z.string(),
  name: z.string(),
  userId: z.string().exactOptional().describe('Whose history is your own'),
  scopes: z.array(z.enum(scopes)),
  tenant: z.string(),
});
export const signInLink = z.strictObject({ url: z.string() });

/** `GET /healthz` */
export const health = z.strictObject({ ok: z.literal(true), store: z.string() });

/** Every error */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('Stable: branch on it'),
  detail: z.string(),
});
