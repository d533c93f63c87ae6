import { type Clock, createIds, createRedactor, type EntryFields } from '@whodid/core';
import { createStore, memoryDriver, type Store } from '@whodid/store';
import type { Caller } from '../../src/access/caller.ts';
import { appendNumbered } from '../../src/ingest/append-numbered.ts';
import { identifyValue } from '../../src/ingest/identify.ts';
import type { IngestTools } from '../../src/ingest/ingest.ts';
import { ingestLimits } from '../../src/ingest/limits.ts';
import { OwnProducer } from '../../src/ingest/own-producer.ts';
import { Journal } from '../../src/journal/journal.ts';
import type { Triaged } from '../../src/triage/move-note.ts';
import { Triage } from '../../src/triage/triage.ts';
import { movingClock } from '../moving-clock.ts';

/** As two collectors would have it that write to one store. */
export interface OpenTriage {
  readonly store: Store;
  readonly triage: Triage;
  /** Another one over the same store, with a producer of its own. */
  readonly other: Triage;
  /** Keeps an entry that can be triaged. */
  entry(): Promise<Triaged>;
  /** Everything that was recorded of an entry, in no order. */
  recorded(triaged: Triaged): Promise<readonly EntryFields[]>;
}

const secret = new Uint8Array(32).fill(7);

export function openTriage(
  store: Store = createStore(memoryDriver()),
  clock: Clock = movingClock(),
): OpenTriage {
  const tools = toolsOf(store, clock);
  return {
    store,
    triage: triageOf(tools),
    other: triageOf(toolsOf(store, clock)),
    entry: async () => {
      const value = { action: 'LOGIN', actor: { type: 'user', id: 'ada' } };
      const { entry } = identifyValue(value, callerNamed('app'), tools);
      await appendNumbered([entry], tools);
      return { tenant: entry.tenant, id: entry.id, owner: entry.actor.id };
    },
    recorded: async ({ tenant, id }) => {
      const match = { type: 'anyOf', values: [`entry:${id}`] } as const;
      const query = { type: 'field', field: 'target', match } as const;
      const found: EntryFields[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.list({ tenant, query, limit: 500, cursor });
        found.push(...page.entries.map(({ text }) => JSON.parse(text) as EntryFields));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return found;
    },
  };
}

/** Somebody who may triage. */
export function callerNamed(name: string): Caller {
  return {
    id: name,
    name,
    scopes: ['triage'],
    tenant: 'default',
    userId: name,
    permissions: [],
    keyId: null,
    operator: false,
    via: 'token',
    stillValid: () => true,
  };
}

function toolsOf(store: Store, clock: Clock): IngestTools {
  return {
    store,
    clock,
    nextId: createIds(clock),
    redactor: createRedactor(),
    producer: new OwnProducer(),
    limits: ingestLimits,
  };
}

function triageOf(tools: IngestTools): Triage {
  const { limits } = tools.redactor;
  return new Triage({ store: tools.store, journal: new Journal(tools), secret, limits });
}
