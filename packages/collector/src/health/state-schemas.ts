import { z } from 'zod';

const time = z.string().meta({ format: 'date-time', examples: ['2026-11-20T12:00:00.000Z'] });
const number = z.int();

const gap = z.strictObject({
  producer: z.string(),
  epoch: z.string().describe('Which start of the process'),
  first: number.describe('First number that is missing'),
  last: number,
  count: number,
  noticedAt: time,
  reason: z.string().exactOptional().describe('Why, if the producer has told'),
  entryId: z.string().exactOptional().describe('The entry in which it has'),
});

const producer = z.strictObject({
  id: z.string(),
  epoch: z.string(),
  service: z.string().describe('What it calls itself, and its version'),
  lastSeenAt: time,
  lastNumber: number.describe('The highest number that it gave an entry'),
  missing: number.describe('Numbers below it that have not come'),
});

/** `GET /v1/health` */
export const healthAnswer = z
  .strictObject({
    version: z.string().describe('Of the collector'),
    since: time.describe('When the collector started: what is counted in memory begins here'),
    accepted: z.strictObject({
      perSecond: z.number().describe('Over the last ten seconds'),
      minutes: z
        .array(z.strictObject({ at: time, count: number }))
        .describe('The last three hours, oldest first'),
    }),
    lag: z
      .strictObject({ medianMs: number, p95Ms: number })
      .nullable()
      .describe(
        'How long after it happened an entry was there. Of the last five minutes; null if nothing came',
      ),
    refused: number.describe('Entries that the store refused, since the start'),
    dropped: z.strictObject({
      count: number.describe('0 when all is well'),
      onTheirWay: number.describe('Missing for less than a minute, so they may still come'),
      gaps: z
        .array(gap)
        .describe('What is missing, at most 100: told by producers in 24 hours, or noticed here'),
    }),
    producers: z.array(producer).describe('At most 100, the one that was heard of last first'),
    producerCount: number,
    store: z.strictObject({
      kind: z.string(),
      entries: number,
      bytes: number.exactOptional().describe('On disk; for whoever belongs to the operator'),
      freeBytes: number.exactOptional().describe('Left on that disk'),
    }),
    cache: z.strictObject({
      kind: z.enum(['none', 'memory', 'redis']),
      hits: number,
      misses: number,
      warning: z.string().exactOptional(),
    }),
  })
  .meta({
    examples: [
      {
        version: '0.1.0',
        since: '2026-11-20T08:00:00.000Z',
        accepted: { perSecond: 12.4, minutes: [{ at: '2026-11-20T12:00:00.000Z', count: 744 }] },
        lag: { medianMs: 310, p95Ms: 900 },
        refused: 0,
        dropped: { count: 0, onTheirWay: 0, gaps: [] },
        producers: [
          {
            ...{ id: 'shop-1', epoch: '5f0c2a9be1d34786', service: 'shop 1.4.2' },
            lastSeenAt: '2026-11-20T12:00:00.000Z',
            ...{ lastNumber: 90_211, missing: 0 },
          },
        ],
        producerCount: 1,
        store: { kind: 'sqlite', entries: 1_204_311, bytes: 512_000_000, freeBytes: 9_000_000_000 },
        cache: { kind: 'memory', hits: 120, misses: 14 },
      },
    ],
  });
