import { actorTypes } from '@whodid/core';
import { z } from 'zod';
import { timeParameter } from '../openapi/schemas.ts';
import { hintSchema } from '../overview/overview-schemas.ts';
import { strictObject } from '../problem/strict-object.ts';
import { tallyAnswer, zoneParameter } from '../tally/tally-schemas.ts';

/** `GET /v1/people/:type/:id` */
export const personPath = strictObject({
  type: z.enum(actorTypes as readonly ['user', ...string[]], 'a type of actor').meta({
    description: 'What acted',
    example: 'user',
  }),
  id: z.string().min(1).describe('The id of the actor').meta({ example: 'u_17' }),
});

export const personParameters = strictObject({
  from: timeParameter('Earliest occurredAt, included').default('7d'),
  to: timeParameter('Latest occurredAt, included').default('now'),
  zone: zoneParameter,
});

const week = z
  .array(z.array(z.int()))
  .describe('How much in each hour of the week: 7 rows, Monday first, of 24 counts');

export const personAnswer = z
  .strictObject({
    name: z.string().exactOptional().describe('As it was last'),
    firstAt: z.string().nullable().describe('When they were seen first; null if never'),
    lastAt: z.string().nullable(),
    total: z.int().describe('How many entries there are of them, of all time'),
    now: tallyAnswer.describe('What they did in the range'),
    hours: week.describe('Of the four weeks before the end of the range'),
    usual: z
      .strictObject({
        entries: z.int(),
        hours: z.string(),
        countries: z.array(z.string()),
        clients: z.array(z.string()),
      })
      .nullable()
      .describe('What they do in the four weeks before the range; null if that is too little'),
    hints: z.array(hintSchema).describe('What is unusual in the range'),
  })
  .meta({
    examples: [
      {
        ...{ name: 'Ada Lovelace', total: 1204 },
        ...{ firstAt: '2026-03-03T08:02:11.000Z', lastAt: '2026-11-20T16:40:09.120Z' },
        now: {
          ...{ count: 98, failed: 1, writes: 22, buckets: [], end: null, groups: [] },
          countedFrom: null,
        },
        hours: [],
        usual: {
          entries: 402,
          hours: 'from 08 to 18 h',
          countries: ['NL'],
          clients: ['Firefox 145'],
        },
        hints: [],
      },
    ],
  });
