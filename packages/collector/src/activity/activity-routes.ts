import type { Clock } from '@whodid/core';
import type { Store } from '@whodid/store';
import type { AnswerCache } from '../cache/answer-cache.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { IngestTools } from '../ingest/ingest.ts';
import type { LookBook } from '../journal/look-book.ts';
import type { Triage } from '../triage/triage.ts';
import { createRoute } from './create-route.ts';
import { listRoute } from './list-route.ts';
import { updateRoute } from './update-route.ts';

export interface ActivityTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly ingest: IngestTools;
  readonly triage: Triage;
  readonly looks: LookBook;
  readonly cache: AnswerCache;
}

/** Adds the interface of document 002: `/api/logs/`. */
export function activityRoutes(app: CollectorApp, tools: ActivityTools): void {
  createRoute(app, tools.ingest);
  listRoute(app, tools);
  updateRoute(app, tools);
}
