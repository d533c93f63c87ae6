import { tallyFields } from '@whodid/store';
import { z } from 'zod';
import { queryText, timeParameter } from '../openapi/schemas.ts';
import { strictObject } from '../problem/strict-object.ts';

export const wholeNumber = (min: number, max: number): z.ZodCoercedNumber => {
  const wanted = `a whole number from ${min} to ${max}`;
  return z.coerce.number(wanted).int(wanted).min(min, wanted).max(max, wanted);
};

export const zoneParameter = z
  .string()
  .max(64, 'the name of a time zone')
  .default('UTC')
  .describe('Where days begin: an IANA name, as in Europe/Amsterdam');

/** `GET /v1/tally` */
export const tallyParameters = strictObject({
  q: queryText,
  from: timeParameter('Earliest occurredAt, included').optional(),
  to: timeParameter('Latest occurredAt, included').optional(),
  by: z
    .string()
    .max(500, 'text of at most 500 characters')
    .default('')
    .describe(
      `What to count by: up to 8, with commas between, a pair with a slash, as in action,method/route. Of ${tallyFields.join(', ')}`,
    ),
  top: wholeNumber(1, 1000).default(10).describe('Most values of one group'),
  order: z
    .enum(['count', 'last'], 'count or last')
    .default('count')
    .describe('Whether values of the most entries come first, or of the newest'),
  buckets: wholeNumber(0, 400)
    .default(0)
    .describe('Into how many parts of equal width to divide the time, at most'),
  zone: zoneParameter,
});

const counts = {
  count: z.int(),
  failed: z.int().describe('With the outcome failure or denied'),
  writes: z.int().describe('The others that changed something'),
};

const value = z.strictObject({
  value: z.array(z.string()).describe('The value, or two of a pair. An actor or target is type:id'),
  name: z.string().exactOptional().describe('Of an actor or target, as it was last'),
  ...counts,
  firstAt: z.string(),
  lastAt: z.string(),
  p50Ms: z.number().exactOptional().describe('Half of the requests took no longer, within 20 %'),
  p95Ms: z.number().exactOptional(),
});

export const tallyAnswer = z
  .strictObject({
    ...counts,
    buckets: z.array(z.strictObject({ at: z.string().describe('Where it begins'), ...counts })),
    end: z.string().nullable().describe('Where the last bucket ends'),
    groups: z.array(
      z.strictObject({
        by: z.array(z.enum(tallyFields)),
        values: z.array(value),
        distinct: z.int().describe('How many values there are, the others too'),
      }),
    ),
    countedFrom: z
      .string()
      .nullable()
      .describe('If not null: only what happened since then could be counted in time'),
  })
  .meta({
    examples: [
      {
        ...{ count: 212, failed: 3, writes: 40 },
        buckets: [{ at: '2026-11-20T00:00:00.000Z', count: 212, failed: 3, writes: 40 }],
        end: '2026-11-21T00:00:00.000Z',
        groups: [
          {
            by: ['actor'],
            values: [
              {
                ...{ value: ['user:u_17'], name: 'Ada Lovelace', count: 98, failed: 1, writes: 22 },
                ...{ firstAt: '2026-11-20T08:02:11.000Z', lastAt: '2026-11-20T16:40:09.120Z' },
                ...{ p50Ms: 12, p95Ms: 84 },
              },
            ],
            distinct: 17,
          },
        ],
        countedFrom: null,
      },
    ],
  });
