import { z } from 'zod';
import { characters } from '../openapi/characters.ts';
import { strictObject } from '../problem/strict-object.ts';
import { maxOffset } from '../query/offset-page.ts';
import { stages } from '../triage/stage.ts';
import { note } from '../triage/triage-schemas.ts';

// Names and forms are those of document 002.

const example = {
  id: '01932f3c-5b7a-7c1e-9d2f-3a4b5c6d7e8f',
  user: 1,
  action: 'LOGIN',
  timestamp: '2026-11-20T12:00:00.000Z',
  metadata: { ip: '192.168.0.1', device: 'Chrome' },
  status: 'PENDING' as const,
};

/** A row, as each of these routes answers with it. */
export const row = z
  .strictObject({
    id: z.string(),
    user: z.union([z.string(), z.number()]).describe('A number if it is written as one'),
    action: z.string(),
    timestamp: z.string().meta({ format: 'date-time' }),
    metadata: z.any().describe('Any JSON value, null if there is none'),
    status: z.enum(stages),
  })
  .meta({ examples: [example] });

/** `POST /api/logs/` */
export const rowToMake = z
  .object(
    {
      action: characters(1, 50).describe('What was done'),
      metadata: z.any().optional().describe('Any JSON value'),
    },
    'a JSON object',
  )
  .meta({ examples: [{ action: example.action, metadata: example.metadata }] });

/** `GET /api/logs/:userId` */
export const ownerParameters = strictObject({ userId: z.string().describe('Whose rows') });
const timeText = 'RFC 3339, a date, 15m, 2h, 7d, today or yesterday';
const text = z.string('text').optional();
const whole = (min: number, max: number, fallback: number) => {
  const wanted = `a whole number from ${min} to ${max}`;
  return z.coerce.number(wanted).int(wanted).min(min, wanted).max(max, wanted).default(fallback);
};
export const listParameters = strictObject({
  action: text.describe('Exactly this action'),
  start: text.describe(`Earliest time, included: ${timeText}`),
  end: text.describe(`Latest time, included: ${timeText}`),
  limit: whole(1, 500, 100).describe('Most rows of the answer'),
  offset: whole(0, maxOffset, 0).describe('How many of the newest to leave out'),
});
export const rows = z.array(row).meta({ examples: [[example]] });

/** `PATCH /api/logs/update/:id/` */
export const rowParameters = strictObject({ id: z.string().describe('Of the row') });
export const rowChange = z
  .object(
    {
      // Checked by the route, whose error has one more member.
      status: z.any().optional().meta({ type: 'string', enum: stages }),
      note: note.optional(),
    },
    'a JSON object',
  )
  .meta({ required: ['status'], examples: [{ status: 'IN_PROGRESS' }] });
