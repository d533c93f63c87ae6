import { z } from 'zod';
import { exampleEntry } from '../openapi/entry-example.ts';
import { entry } from '../openapi/entry-schema.ts';
import { queryText, timeParameter } from '../openapi/schemas.ts';
import { strictObject } from '../problem/strict-object.ts';
import { wholeNumber } from '../tally/tally-schemas.ts';
import { stages } from './stage.ts';

/** `GET /v1/triage` */
export const boardParameters = strictObject({
  stage: z
    .enum(stages, `one of ${stages.join(', ')}`)
    .default('PENDING')
    .describe('Which column'),
  q: queryText.describe(
    'What waits for a decision; cuts down the other stages. Without it, what failed or was denied, and what the streams SECURITY ALERT and STRANGE ACTIVITY tell',
  ),
  assignee: z
    .string()
    .max(200, 'text of at most 200 characters')
    .optional()
    .describe('To whom it is assigned; empty for nobody'),
  from: timeParameter('Earliest occurredAt of what waits').default('30d'),
  limit: wholeNumber(1, 100).default(50).describe('Most entries of one page'),
  cursor: z
    .string()
    .max(2048, 'text of at most 2048 characters')
    .optional()
    .describe('`next` of the page before'),
});

const standing = z.strictObject({
  stage: z.enum(stages),
  revision: z.int(),
  assignee: z.string().exactOptional(),
  at: z.string().exactOptional().describe('When it was moved last'),
  by: z.string().exactOptional().describe('By whom'),
  note: z.string().exactOptional().describe('What they noted'),
});

export const boardAnswer = z
  .strictObject({
    query: z.string().describe('What counts as waiting'),
    counts: z.strictObject({ PENDING: z.int(), IN_PROGRESS: z.int(), DONE: z.int() }),
    cards: z.array(z.strictObject({ entry, standing })),
    next: z.string().nullable().describe('`cursor` of the next page, null at the end'),
  })
  .meta({
    examples: [
      {
        query: 'outcome:failure,denied',
        counts: { PENDING: 12, IN_PROGRESS: 1, DONE: 40 },
        cards: [
          {
            entry: exampleEntry,
            standing: {
              ...{ stage: 'IN_PROGRESS', revision: 1, assignee: 'ada' },
              ...{ at: '2026-11-20T12:00:00.000Z', by: 'Ada', note: 'I ask the customer.' },
            },
          },
        ],
        next: null,
      },
    ],
  });
