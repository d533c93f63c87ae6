import { WhodidError } from '@whodid/core';
import { decodeCursor, type Question } from './cursor.ts';
import type { EntryQuestion, ListRequest } from './store.ts';
import type { CountRequest, Position } from './store-driver.ts';

const defaultLimit = 50;
const maxLimit = 500;

/** A checked {@link ListRequest}. */
export interface ListQuestion extends Question {
  readonly limit: number;
  readonly after: Position | null;
}

/** @throws WhodidError `STORE_ARGUMENT`, `CURSOR_INVALID`. */
export function readListRequest(request: ListRequest): ListQuestion {
  const { limit = defaultLimit, cursor } = request;
  const question = readQuestion(request);
  const inRange = Number.isInteger(limit) && limit >= 1 && limit <= maxLimit;
  demand(inRange, 'limit', `a whole number from 1 to ${maxLimit}`);
  const after = cursor === undefined ? null : decodeCursor(question, cursor);
  return { ...question, limit, after };
}

/** @throws WhodidError `STORE_ARGUMENT`. */
export function readQuestion({ tenant, query, from, to }: EntryQuestion): CountRequest {
  checkTenant(tenant);
  return { tenant, query, from: instant('from', from), to: instant('to', to) };
}

/** @throws WhodidError `STORE_ARGUMENT`. */
export function checkTenant(tenant: string): void {
  demand(typeof tenant === 'string' && tenant !== '', 'tenant', 'text that is not empty');
}

function instant(argument: string, value: number | undefined): number | null {
  if (value === undefined) return null;
  demand(Number.isSafeInteger(value), argument, 'a whole number of milliseconds since 1970');
  return value;
}

/** @throws WhodidError `STORE_ARGUMENT` unless it holds. */
export function demand(holds: boolean, argument: string, wanted: string): void {
  if (!holds) throw new WhodidError('STORE_ARGUMENT', { argument, wanted });
}
