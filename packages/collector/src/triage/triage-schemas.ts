import { actorTypes } from '@whodid/core';
import { z } from 'zod';
import { characters } from '../openapi/characters.ts';
import { strictObject } from '../problem/strict-object.ts';
import { stages } from './stage.ts';

/** Text that says why, for whoever comes next. */
export const note = characters(1, 4000);
const stage = z.enum(stages, `one of ${stages.join(', ')}`);
const wholeNumber = 'a whole number from 0 on';

/** `POST /v1/entries/:id/triage` */
export const change = strictObject({
  stage: stage.optional().describe('The next stage'),
  assignee: characters(1, 200).nullable().optional().describe('Who takes it; null for nobody'),
  note: note.optional(),
  revision: z
    .int(wholeNumber)
    .min(0, wholeNumber)
    .optional()
    .describe('Only if this is the current revision'),
})
  .refine(
    ({ stage: to, assignee, note: said }) =>
      (to ?? assignee ?? said) !== undefined || assignee === null,
    {
      error: 'an object with stage, assignee or note',
    },
  )
  .meta({ examples: [{ stage: 'IN_PROGRESS', assignee: 'ada', note: 'I ask the customer.' }] });

const move = z.strictObject({
  revision: z.int(),
  at: z.string().meta({ format: 'date-time' }),
  by: z.strictObject({
    type: z.enum(actorTypes),
    id: z.string(),
    name: z.string().exactOptional(),
  }),
  from: stage.exactOptional().describe('Only if the stage changed'),
  to: stage.exactOptional(),
  assignee: z
    .string()
    .nullable()
    .exactOptional()
    .describe('Only if it was assigned; null: to nobody'),
  note: z.string().exactOptional(),
});

/** Where an entry stands, and how it came there. */
export const triage = z
  .strictObject({
    entry: z.string(),
    stage,
    assignee: z.string().exactOptional(),
    revision: z.int().describe('How many moves there were'),
    moves: z.array(move).describe('The newest 500, oldest first'),
  })
  .meta({
    examples: [
      {
        entry: '01932f3c-5b7a-7c1e-9d2f-3a4b5c6d7e8f',
        stage: 'IN_PROGRESS',
        assignee: 'ada',
        revision: 1,
        moves: [
          {
            revision: 1,
            at: '2026-11-20T12:00:00.000Z',
            by: { type: 'user', id: 'ada', name: 'Ada' },
            from: 'PENDING',
            to: 'IN_PROGRESS',
            assignee: 'ada',
            note: 'I ask the customer.',
          },
        ],
      },
    ],
  });
