import { streamName } from '@whodid/core/stream';
import { z } from 'zod';
import { strictObject } from '../problem/strict-object.ts';

const wanted = 'a name of 1 to 64 characters';

/** A stream's name as it is kept, in upper case. */
const name = z
  .string(wanted)
  .max(64, wanted)
  .refine((given) => streamName(given) !== null, wanted)
  .overwrite((given) => streamName(given) ?? given)
  .describe('Name of a stream; small letters are taken as capitals')
  .meta({ examples: ['PAYMENTS'] });

/** `/v1/streams/:name` */
export const streamParameters = strictObject({ name });

/** `POST /v1/streams`, `PATCH /v1/streams/:name` */
export const streamToMake = strictObject({ name }).meta({ examples: [{ name: 'PAYMENTS' }] });

/** `GET /v1/streams` */
export const streamListParameters = strictObject({
  removed: z
    .enum(['true', 'false'], 'true or false')
    .default('false')
    .describe('Whether those that were removed are in the list, too'),
});

const example = {
  name: 'PAYMENTS',
  formerNames: ['MONEY'],
  declared: true,
  removed: false,
  entries: 1024,
  lastAt: '2026-01-31T09:14:07.512Z',
};

export const streamInfo = z
  .strictObject({
    name: z.string(),
    formerNames: z.array(z.string()).describe('Entries that bear one are among its entries'),
    declared: z.boolean().describe('Whether somebody has added it, or it is always there'),
    removed: z.boolean().describe('Whether it was removed, and nothing has come since'),
    entries: z.int(),
    lastAt: z.string().exactOptional().describe('When the newest of them happened'),
  })
  .meta({ examples: [example] });

export const streamList = z
  .strictObject({ streams: z.array(streamInfo) })
  .meta({ examples: [{ streams: [example] }] });
