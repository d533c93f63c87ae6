import { randomBytes } from 'node:crypto';
import {
  admit,
  canonicalText,
  createIds,
  createRedactor,
  type Producer,
  type SealedText,
  systemClock,
} from '@whodid/core';

/** Whom the collector takes us for. */
export interface Me {
  readonly name: string;
  readonly tenant: string;
}

/** An entry that is ready to be sent, and to be sent again: its bytes are fixed. */
export interface Outgoing {
  readonly id: string;
  readonly text: SealedText;
}

/**
 * Makes entries of what was typed or read. It is done here and not left to the collector, so that
 * secrets are gone before anything is sent, and a repeated delivery is a duplicate and not a second
 * entry.
 */
export class Admitter {
  readonly #me: Me;
  readonly #nextId: () => string = createIds(systemClock);
  readonly #redactor = createRedactor();
  readonly #epoch = randomBytes(8).toString('hex');
  #seq = 0;

  constructor(me: Me) {
    this.#me = me;
  }

  /** @throws WhodidError `ENTRY_INVALID` */
  admit(received: unknown): Outgoing {
    const before = this.#seq;
    try {
      const entry = admit(received, {
        clock: systemClock,
        nextId: this.#nextId,
        redactor: this.#redactor,
        tenant: this.#me.tenant,
        producer: () => this.#nextProducer(),
        service: { name: this.#me.name },
      });
      return { id: entry.id, text: canonicalText(entry) };
    } catch (error) {
      // The number is free again: a refused entry must not look like a lost one.
      this.#seq = before;
      throw error;
    }
  }

  #nextProducer(): Producer {
    this.#seq += 1;
    return { id: 'whodid emit', epoch: this.#epoch, seq: this.#seq };
  }
}
