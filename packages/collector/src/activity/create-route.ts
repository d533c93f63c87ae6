import { type Entry, isWhodidError, type Json } from '@whodid/core';
import { activityLogRow } from '@whodid/core/view';
import type { FastifyRequest } from 'fastify';
import { actorOf, type Caller, callerOf } from '../access/caller.ts';
import { clientOf } from '../access/client.ts';
import type { CollectorApp } from '../collector-app.ts';
import { appendNumbered } from '../ingest/append-numbered.ts';
import { identifyValue } from '../ingest/identify.ts';
import type { IngestTools } from '../ingest/ingest.ts';
import { isCollectorAction } from '../journal/collector-actions.ts';
import { Problem } from '../problem/problem.ts';
import { firstStage } from '../triage/stage.ts';
import { row, rowToMake } from './activity-schemas.ts';

/** Adds `POST /api/logs/`: what a person did, said by that person's own credential. */
export function createRoute(app: CollectorApp, ingest: IngestTools): void {
  app.route({
    method: 'POST',
    url: '/api/logs/',
    schema: {
      summary: 'Add to your own activity log',
      description:
        'Who, when and in which status is never taken from the body: other members are ignored.',
      tags: ['activity'],
      body: rowToMake,
      response: { 201: row },
    },
    handler: async (request, reply) => {
      const entry = entryOf(request.body, request, ingest);
      const [receipt] = await appendNumbered([entry], ingest);
      if (receipt !== undefined && 'reason' in receipt) {
        throw new Problem('ENTRY_INVALID', receipt.reason);
      }
      return reply.code(201).send(activityLogRow(entry, firstStage));
    },
  });
}

function entryOf(
  { action, metadata }: { readonly action: string; readonly metadata?: Json },
  request: FastifyRequest,
  ingest: IngestTools,
): Entry {
  const caller = callerOf(request);
  checkPerson(caller, ingest);
  if (isCollectorAction(action)) {
    throw invalid('action', 'an action that is not the collector’s own');
  }
  const value = {
    kind: 'action',
    action,
    actor: personOf(caller),
    client: clientOf(request),
    // The app that a person used is not known here.
    service: { name: 'whodid-collector' },
    ...(metadata === undefined ? {} : { data: metadata }),
  };
  try {
    return identifyValue(value, caller, ingest).entry;
  } catch (error) {
    // Everything else in it is ours. JSON can write numbers that nothing can hold: 1e999.
    if (isWhodidError(error, 'ENTRY_INVALID')) throw invalid('metadata', error.facts.wanted);
    throw error;
  }
}

// What would be masked or cut could not be told from other people's, and nobody would find it.
function checkPerson({ userId }: Caller, { redactor }: IngestTools): void {
  if (userId === null) {
    const detail =
      'This credential acts for nobody. Use a key that was made for a user, or a token of the user.';
    throw new Problem('FORBIDDEN', detail);
  }
  if (redactor.text(userId, '', []) === userId) return;
  const detail =
    'The id of this user cannot be kept as it is: it looks like a secret, or is too long.';
  throw new Problem('FORBIDDEN', detail);
}

// The name of a key is not that of the person that it acts for.
function personOf(caller: Caller) {
  const { name, ...actor } = actorOf(caller);
  return caller.via === 'key' || name === undefined ? actor : { ...actor, name };
}

function invalid(path: string, wanted: string): Problem {
  return new Problem('BODY_INVALID', `${path} must be ${wanted}`, { facts: { path, wanted } });
}
