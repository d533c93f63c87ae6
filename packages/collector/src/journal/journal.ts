import {
  type Actor,
  admit,
  type Client,
  type Json,
  type Kind,
  type Outcome,
  type Receipt,
  type Target,
} from '@whodid/core';
import { actorOf, type Caller } from '../access/caller.ts';
import { appendNumbered } from '../ingest/append-numbered.ts';
import type { IngestTools } from '../ingest/ingest.ts';
import type { CollectorAction } from './collector-actions.ts';

/** Something that happened at the collector itself. */
export interface Note {
  readonly action: CollectorAction;
  /** @defaultValue `note` */
  readonly kind?: Kind;
  /** @defaultValue `success` */
  readonly outcome?: Outcome;
  readonly stream?: string;
  readonly level?: number;
  readonly client?: Client;
  readonly reason?: string;
  readonly message?: string;
  readonly targets?: readonly Target[];
  readonly data?: Json;
  /** An id of one's own, for what may happen only once. */
  readonly id?: string;
}

/** The collector's own entries: who looked, who moved what, who made a key. */
export class Journal {
  readonly #tools: IngestTools;

  constructor(tools: IngestTools) {
    this.#tools = tools;
  }

  /**
   * Keeps a note as an entry of the caller's tenant. Resolves when it is durable, or was refused.
   *
   * @throws WhodidError `STORE_UNAVAILABLE`, `STORE_CLOSED`.
   */
  async write(note: Note, caller: Caller): Promise<Receipt> {
    return await this.writeAs(note, { tenant: caller.tenant, actor: actorOf(caller) });
  }

  /** {@link write} for somebody who has no credential, or none yet. */
  async writeAs(
    note: Note,
    { tenant, actor }: { readonly tenant: string; readonly actor: Actor },
  ): Promise<Receipt> {
    const { clock, nextId, redactor, producer } = this.#tools;
    const entry = admit(
      { kind: 'note', outcome: 'success', ...note, actor },
      {
        ...{ clock, nextId, redactor },
        tenant,
        producer: () => producer.next(),
        service: { name: 'whodid-collector' },
      },
    );
    const [receipt] = await appendNumbered([entry], this.#tools);
    return receipt as Receipt;
  }
}
