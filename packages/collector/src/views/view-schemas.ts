import { z } from 'zod';
import { characters } from '../openapi/characters.ts';
import { strictObject } from '../problem/strict-object.ts';

/** `POST /v1/views`, `PUT /v1/views/:id` */
export const viewToSave = strictObject({
  name: characters(1, 100).describe('For people, to tell views apart'),
  query: z
    .string()
    .max(4096, 'text of at most 4096 characters')
    .default('')
    .describe('A query; it need not be readable now'),
  range: characters(1, 100)
    .default('24h')
    .describe('As pages write it in their addresses: 7d, last-month, all, FROM..TO'),
  shared: z
    .boolean('true or false')
    .default(false)
    .describe('Whether everybody of the tenant sees it'),
}).meta({
  examples: [{ name: 'Refunds', query: 'action:order.refund', range: '7d', shared: true }],
});

/** `/v1/views/:id` */
export const viewParameters = strictObject({
  id: z.string().max(100, 'text of at most 100 characters').describe('Of the view'),
});

const example = {
  id: '6f1f2e0c-6c1c-4f0e-9d57-0a6f6f1d7c11',
  ...{ name: 'Refunds', query: 'action:order.refund', range: '7d', shared: true, mine: true },
  savedAt: '2026-11-20T09:00:00.000Z',
};

export const viewInfo = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    query: z.string(),
    range: z.string(),
    shared: z.boolean(),
    mine: z.boolean().describe('Whether whoever asks has saved it'),
    savedAt: z.string(),
  })
  .meta({ examples: [example] });

export const viewList = z
  .strictObject({ views: z.array(viewInfo) })
  .meta({ examples: [{ views: [example] }] });
