import { z } from 'zod';
import { timeParameter } from '../openapi/schemas.ts';
import { strictObject } from '../problem/strict-object.ts';
import { tallyAnswer, wholeNumber, zoneParameter } from '../tally/tally-schemas.ts';

/** `GET /v1/overview` */
export const overviewParameters = strictObject({
  from: timeParameter(
    'Earliest occurredAt, included; without it that of the first entry',
  ).optional(),
  to: timeParameter('Latest occurredAt, included').default('now'),
  buckets: wholeNumber(1, 400)
    .default(72)
    .describe('Into how many parts of equal width to divide the time, at most'),
  zone: zoneParameter,
});

export const hintSchema = z.strictObject({
  text: z.string().describe('What is unusual'),
  why: z.string().describe('Compared with what'),
  query: z.string().describe('Finds the entries behind it'),
});

const counts = z.strictObject({ count: z.int(), failed: z.int(), writes: z.int() });

export const overviewAnswer = z
  .strictObject({
    now: tallyAnswer,
    before: counts
      .extend({ buckets: z.array(z.int()).describe('Counts, one for each bucket of now') })
      .describe('The time of the same length before'),
    hints: z.array(hintSchema).describe('What is unusual, the most urgent first'),
    failing: z
      .array(
        z.strictObject({
          action: z.string(),
          failed: z.int().describe('How often it failed or was denied'),
          count: z
            .int()
            .nullable()
            .describe('How often it was done; null if it is not among the 1,000 most frequent'),
        }),
      )
      .describe('The actions that failed most often'),
  })
  .meta({
    examples: [
      {
        now: {
          ...{ count: 212, failed: 3, writes: 40, groups: [], countedFrom: null },
          buckets: [{ at: '2026-11-20T00:00:00.000Z', count: 212, failed: 3, writes: 40 }],
          end: '2026-11-21T00:00:00.000Z',
        },
        before: { count: 198, failed: 2, writes: 38, buckets: [198] },
        hints: [
          {
            text: '41 failed sign-ins from 203.0.113.9',
            why: 'Usually there are 3 in this time',
            query: 'kind:auth outcome:failure,denied ip:203.0.113.9',
          },
        ],
        failing: [{ action: 'user.login', failed: 3, count: 61 }],
      },
    ],
  });
