import type { TestContext } from 'node:test';
import type { CollectorOptions } from '../../src/collector-options.ts';
import { type Ask, json, receiptsOf, startCollector, withKey } from '../start-collector.ts';
import { type ARequest, aRequest } from './a-request.ts';

export const own = '/activity-logs/user-history/';
export const all = '/activity-logs/admin-history/';

export interface HistoryBody {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly {
    readonly id: string;
    readonly event_name: string;
    readonly client_ip_address: string;
    readonly created_time: string;
    readonly user_id?: string | number | null;
  }[];
  readonly damaged?: readonly string[];
}

/** A collector with histories, and people who ask for theirs. */
export interface Histories {
  readonly ask: Ask;
  /** Somebody of the scope `own`. */
  person(userId: string, tenant?: string): Promise<Ask>;
  readonly admin: Ask;
  readonly auditor: Ask;
  /** Posts requests; gives their ids. */
  post(requests: readonly (ARequest | object)[], tenant?: string): Promise<readonly string[]>;
}

export async function startHistories(
  t: TestContext,
  options: CollectorOptions = {},
): Promise<Histories> {
  const { as, ask, collector } = await startCollector(t, options);
  return {
    ask,
    admin: await as(['read']),
    auditor: await as(['audit']),
    async person(userId, tenant) {
      const { key } = await collector.createKey({ name: 'p', scopes: ['own'], userId, tenant });
      return withKey(ask, key);
    },
    async post(requests, tenant) {
      const writer = await as(['ingest'], tenant);
      const entries = requests.map((given) => ('at' in given ? aRequest(given) : given));
      const receipts = await receiptsOf(await writer('/v1/entries', json(entries)));
      return receipts.map(({ id, fate }) => {
        if (id === null || fate !== 'stored') throw new Error(fate);
        return id;
      });
    },
  };
}

/** A history that must be 200. */
export async function historyOf(answer: Promise<Response>): Promise<HistoryBody> {
  const response = await answer;
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text);
}
