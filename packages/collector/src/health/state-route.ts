import type { Clock } from '@whodid/core';
import type { Store } from '@whodid/store';
import { type Caller, callerOf } from '../access/caller.ts';
import { defaultTenant } from '../access/tenant.ts';
import type { CountingAnswers } from '../cache/counting-answers.ts';
import type { CollectorApp } from '../collector-app.ts';
import { version } from '../version.ts';
import { declaredGaps } from './declared-gaps.ts';
import { type DiskUse, diskUse } from './disk-use.ts';
import { countOnTheirWay, type DroppedRange, droppedRanges } from './dropped.ts';
import { EntryCounts } from './entry-counts.ts';
import type { ProducerState } from './producers.ts';
import type { Pulse } from './pulse.ts';
import { healthAnswer } from './state-schemas.ts';

export interface StateTools {
  readonly store: Store;
  readonly cache: CountingAnswers;
  readonly pulse: Pulse;
  readonly clock: Clock;
  /** Where entries are kept on disk; `null` if they are not. */
  readonly storeDir: string | null;
}

const mostShown = 100;

/** Adds `GET /v1/health`: what comes in, how late, from whom, and whether anything is missing. */
export function stateRoute(app: CollectorApp, tools: StateTools): void {
  const collectorVersion = version();
  const counts = new EntryCounts(tools.store);
  app.route({
    method: 'GET',
    url: '/v1/health',
    schema: {
      operationId: 'getState',
      summary: 'What comes in, and is anything missing',
      description:
        'Of the own tenant. How much room the store takes is told to the operator’s own.',
      tags: ['health'],
      response: { 200: healthAnswer },
    },
    handler: async (request) => ({
      version: collectorVersion,
      ...(await stateFor(callerOf(request), tools, counts)),
    }),
  });
}

async function stateFor({ tenant }: Caller, tools: StateTools, counts: EntryCounts) {
  const { store, cache, pulse, clock, storeDir } = tools;
  const now = clock.now();
  const { arrivals, producers, refused } = pulse.of(tenant);
  const known = producers.list();
  const [declared, entries, disk] = await Promise.all([
    declaredGaps(store, tenant, now),
    counts.of(tenant),
    // Of all tenants together, which is nobody else's business.
    tenant === defaultTenant && storeDir !== null ? diskUse(storeDir).catch(() => null) : null,
  ]);
  const gaps = droppedRanges(known, declared, now);
  return {
    since: iso(pulse.since),
    accepted: {
      perSecond: arrivals.perSecond(now),
      minutes: arrivals.minutes(now).map(({ at, count }) => ({ at: iso(at), count })),
    },
    lag: arrivals.lag(now),
    refused,
    dropped: {
      count: gaps.reduce((sum, { count }) => sum + count, 0),
      onTheirWay: countOnTheirWay(known, now),
      gaps: gaps.slice(0, mostShown).map(shownGap),
    },
    producers: known.slice(0, mostShown).map(shownProducer),
    producerCount: known.length,
    store: { kind: store.name, entries, ...shownDisk(disk) },
    cache: { ...cache.state(), ...cache.counts() },
  };
}

function shownGap({ noticedAt, ...gap }: DroppedRange) {
  return { ...gap, noticedAt: iso(noticedAt) };
}

function shownProducer({ lastSeenAt, holes, ...producer }: ProducerState) {
  const missing = holes.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  return { ...producer, lastSeenAt: iso(lastSeenAt), missing };
}

function shownDisk(disk: DiskUse | null): Partial<DiskUse> {
  return disk ?? {};
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
