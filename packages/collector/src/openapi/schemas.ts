import { z } from 'zod';
import { scopes } from '../access/scopes.ts';
import { strictObject } from '../problem/strict-object.ts';
import { exampleEntry, exampleKeyId, examplePost } from './entry-example.ts';
import { entry, postedEntry } from './entry-schema.ts';

// What goes in and out of each route. The messages continue a sentence: "limit must be ...".

const upTo = (length: number): z.ZodString => {
  const wanted = `text of at most ${length} characters`;
  return z.string(wanted).max(length, wanted);
};
const nameWanted = 'a name of 1 to 100 characters';
const name = z.string(nameWanted).trim().min(1, nameWanted).max(100, nameWanted);
const time = z.iso.datetime({ offset: true, error: 'a time as in RFC 3339' });

export const queryText: z.ZodDefault<z.ZodString> = upTo(4096)
  .default('')
  .describe('A query, as in: actor:ada status:>=500 "refund"');
const limitWanted = 'a whole number from 1 to 500';
const timeText = 'RFC 3339, a date, 15m, 2h, 7d, today or yesterday';

/** A bound of time, as the words of the query language have it. */
export const timeParameter = (what: string): z.ZodString =>
  upTo(64).describe(`${what}: ${timeText}`);

/** `GET /v1/entries` */
export const listParameters = strictObject({
  q: queryText,
  from: timeParameter('Earliest occurredAt, included').optional(),
  to: timeParameter('Latest occurredAt, included').optional(),
  limit: z.coerce
    .number(limitWanted)
    .int(limitWanted)
    .min(1, limitWanted)
    .max(500, limitWanted)
    .default(50)
    .describe('Most entries of one page'),
  cursor: upTo(2048).describe('`next` of the page before').optional(),
});

/** In lists, and only if there are any. */
export const damagedIds = z
  .array(z.string())
  .describe(
    'Ids of entries that cannot be shown, since their bytes were altered, and that belong here as far as the index tells',
  )
  .meta({ examples: [[exampleEntry.id]] });

export const entryPage = z
  .strictObject({
    entries: z.array(entry),
    damaged: damagedIds.exactOptional(),
    next: z.string().nullable().describe('`cursor` of the next page, null at the end'),
  })
  .meta({ examples: [{ entries: [exampleEntry], next: 'mhw3k1r4.019aadd17a407c3f' }] });

/** `GET /v1/entries/:id` */
export const entryParameters = strictObject({ id: upTo(100).describe('Of the entry, a UUIDv7') });
export { entry, postedEntry };

/** `GET /v1/entries/live` and `GET /v1/query/check` */
export const queryParameters = strictObject({ q: queryText });
export const entryStream = {
  description: 'Server-sent events',
  content: {
    'text/event-stream': {
      schema: z.string().meta({
        examples: [
          `event: entry\nid: ${exampleEntry.id}\ndata: ${JSON.stringify(exampleEntry)}\n\n`,
        ],
      }),
    },
  },
};
export const fine = z.strictObject({ ok: z.literal(true) }).meta({ examples: [{ ok: true }] });

/** `POST /v1/entries` */
export const entriesToPost = z
  .union([postedEntry, z.array(postedEntry).max(1000)])
  .meta({ examples: [examplePost, [examplePost, { action: 'invoice.pay', outcome: 'failure' }]] });
export const receipt = z.strictObject({
  id: z.string().nullable(),
  fate: z.enum(['stored', 'duplicate', 'refused', 'conflict']),
  reason: z.string().optional(),
  index: z.int().optional().describe('Place in the body, if there is no id'),
  entry: entry.optional().describe('As stored, if the collector filled something in'),
});
export const receipts = z
  .strictObject({ receipts: z.array(receipt).describe('One for each entry, in order') })
  .meta({
    examples: [{ receipts: [{ id: exampleEntry.id, fate: 'stored', entry: exampleEntry }] }],
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
const exampleKey = {
  id: exampleKeyId,
  name: 'billing',
  scopes: ['ingest'],
  tenant: 'default',
  createdAt: '2026-11-20T09:00:00.000Z',
};
export const keyList = z
  .strictObject({ keys: z.array(keyInfo) })
  .meta({ examples: [{ keys: [{ ...exampleKey, lastUsedAt: '2026-11-20T09:30:00.000Z' }] }] });
export const madeKey = z
  .strictObject({ ...keyFields, key: z.string().describe('The key itself, told only here') })
  .meta({ examples: [{ ...exampleKey, key: `whd_${exampleKeyId}_${'x'.repeat(43)}` }] });
export const keyParameters = strictObject({ id: upTo(100).describe('Of the key') });
export const keyToMake = strictObject({
  name: name.describe('For people, to tell keys apart'),
  scopes: z
    .array(z.enum(scopes, `one of ${scopes.join(', ')}`), 'a list of scopes')
    .min(1, 'a list of at least one scope'),
  tenant: name.optional().describe('Your own, unless you run this collector'),
  userId: name.optional().describe('The person that it acts for; needed for the scope `own`'),
  expiresAt: time.optional().describe('When it stops working; never without it'),
}).meta({
  examples: [{ name: 'billing', scopes: ['ingest'], expiresAt: '2027-11-20T00:00:00Z' }],
});

/** `GET /v1/me`, `POST /v1/session/links` */
export const me = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    userId: z.string().exactOptional().describe('Whose history is your own'),
    scopes: z.array(z.enum(scopes)),
    tenant: z.string(),
  })
  .meta({
    examples: [{ id: exampleKeyId, name: 'billing', scopes: ['ingest'], tenant: 'default' }],
  });
export const signInLink = z
  .strictObject({ url: z.string() })
  .meta({ examples: [{ url: `https://audit.example.com/?token=${'x'.repeat(43)}` }] });

/** `GET /healthz` */
export const health = z
  .strictObject({
    ok: z.literal(true),
    store: z.string(),
    cache: z.strictObject({
      kind: z.enum(['none', 'memory', 'redis']).describe('Where answers are kept for 60 s'),
      warning: z.string().exactOptional().describe('If it is not used, why'),
    }),
  })
  .meta({ examples: [{ ok: true, store: 'sqlite', cache: { kind: 'memory' } }] });

/** Every error */
export const problem = z.looseObject({
  type: z.string().describe('`urn:whodid:problem:` and the code in lower case'),
  title: z.string().describe('The kind of problem, the same for every one of its code'),
  status: z.int(),
  code: z.string().describe('Stable: branch on it'),
  detail: z.string().describe('What is wrong with this request, for people'),
});
