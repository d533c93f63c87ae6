import type { EntryQuestion } from '@whodid/store';
import type { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import { visibleTo } from '../access/visible.ts';
import { Problem } from '../problem/problem.ts';
import type { OffsetPage } from '../query/offset-page.ts';
import { readBound } from '../query/time-parameter.ts';
import { queryFor, type RowQuestion } from './activity-rows.ts';
import type { listParameters } from './activity-schemas.ts';

/** All that tells one answer from another: times are instants, and what may be seen is in it. */
export interface ActivityQuestion {
  readonly rows: RowQuestion;
  readonly question: EntryQuestion;
  readonly page: OffsetPage;
}

/**
 * Reads the parameters of `GET /api/logs/:userId`.
 *
 * @throws Problem `PARAMETER_INVALID`.
 */
export function readQuestion(
  userId: string,
  { action, start, end, limit, offset }: z.output<typeof listParameters>,
  { caller, now }: { readonly caller: Caller; readonly now: number },
): ActivityQuestion {
  // A field of a form that was left empty asks for nothing.
  const from = start ? readBound('start', 'from', start, now) : undefined;
  const to = end ? readBound('end', 'to', end, now) : undefined;
  if (from !== undefined && to !== undefined && from > to) {
    const wanted = 'a time that is not after end';
    throw new Problem('PARAMETER_INVALID', `start must be ${wanted}`, {
      facts: { parameter: 'start', wanted },
    });
  }
  const rows = { userId, action: action || undefined };
  const query = visibleTo(caller, queryFor(rows));
  return { rows, question: { tenant: caller.tenant, query, from, to }, page: { limit, offset } };
}
