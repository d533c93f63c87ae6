import type { Ambient } from '../ambient/ambient.ts';
import type { Clock } from '../clock.ts';
import { canonicalText } from '../entry/canonical.ts';
import type { Draft } from '../entry/draft.ts';
import type { Entry, Producer, Service } from '../entry/entry.ts';
import type { Redactor } from '../redact/redactor.ts';
import { type DraftText, seal, sealText } from '../seal/seal.ts';
import type { SealTools } from '../seal/seal-tools.ts';
import type { GapMark, GapRange } from '../spool/gap-mark.ts';
import type { RingRefusal, RingWriter } from '../spool/ring-writer.ts';
import { gapDraft } from './internal-drafts.ts';
import type { Listeners } from './listeners.ts';

export interface EntryWriterOptions {
  readonly ring: RingWriter;
  /** Where dropped entries are remembered outside the process, if there is such a place. */
  readonly gapMark: GapMark | null;
  readonly listeners: Listeners;
  readonly clock: Clock;
  readonly nextId: () => string;
  readonly redactor: Redactor;
  readonly service: Service;
  readonly tenant: string;
  readonly producerId: string;
  readonly epoch: string;
  /** Told of each entry that belongs to a stream, once it is in the ring. */
  readonly onStream: ((id: string, text: string) => void) | null;
}

/** What became of a draft. */
export type Written =
  | { readonly seq: number; readonly id: string }
  | { readonly seq: number; readonly dropped: string };

/** What is written, and the entry itself if somebody wants to hear of it. */
interface Sealed extends DraftText {
  readonly entry?: Entry;
}

const retryGapMs = 20;
const noAmbient: Ambient = Object.freeze({});

/**
 * Numbers, seals and appends to the ring. Each number is either an entry or inside a gap that a later
 * entry names: there are no holes.
 */
export class EntryWriter {
  readonly #options: EntryWriterOptions;
  #seq = 0;
  #lastKept = 0;
  #dropped = 0;
  #gap: GapRange | null = null;
  #retry: NodeJS.Timeout | null = null;

  constructor(options: EntryWriterOptions) {
    this.#options = options;
  }

  /** Entries in the ring or beyond. */
  get recorded(): number {
    return this.#seq - this.#dropped;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Whether entries were dropped that no `gap` entry names yet. */
  get hasGap(): boolean {
    return this.#gap !== null;
  }

  /** Number of the last entry that was not dropped. */
  get lastKept(): number {
    return this.#lastKept;
  }

  /** On return the entry is in the kernel, or counted as dropped. Never throws. */
  write(draft: Draft, ambient: Ambient): Written {
    // The gap goes first, or it would name numbers that come after its own.
    const refusal = this.noteGap() ?? this.#append(draft, ambient);
    return typeof refusal === 'string' ? this.#drop(refusal) : refusal;
  }

  /** Records what was dropped, if anything. Tells why if there is still no room. */
  noteGap(): string | null {
    if (this.#gap === null) return null;
    const { producerId, epoch, ring } = this.#options;
    const refusal = ring.refusal;
    if (refusal !== null) return refusal;
    const noted = this.#append(gapDraft({ ...this.#gap, producer: producerId, epoch }), noAmbient);
    if (typeof noted === 'string') return noted;
    this.#gap = null;
    this.#options.gapMark?.set(null);
    return null;
  }

  /**
   * Seals a draft under a number of somebody else, and does not write it.
   *
   * @throws if it cannot be sealed.
   */
  seal(draft: Draft, ambient: Ambient, number: Pick<Producer, 'epoch' | 'seq'>): Entry {
    const { clock, nextId, redactor, service, tenant, producerId } = this.#options;
    const producer = { id: producerId, ...number };
    return seal(draft, { clock, nextId, redactor, ambient, service, tenant, producer });
  }

  close(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#options.gapMark?.close();
  }

  #append(draft: Draft, ambient: Ambient): Written | RingRefusal | 'entry cannot be sealed' {
    const { ring, listeners, clock, nextId, redactor, service, tenant } = this.#options;
    const seq = this.#seq + 1;
    const producer = { id: this.#options.producerId, epoch: this.#options.epoch, seq };
    let sealed: Sealed;
    try {
      const tools = { clock, nextId, redactor, ambient, service, tenant, producer };
      sealed = listeners.isEmpty ? sealText(draft, tools) : sealEntry(draft, tools);
    } catch {
      return 'entry cannot be sealed';
    }
    const { id, text, entry } = sealed;
    const refusal = ring.append(seq, id, text);
    if (refusal !== null) return refusal;
    this.#seq = seq;
    this.#lastKept = seq;
    if (entry !== undefined) listeners.offer(entry);
    if (this.#options.onStream !== null && isOfStream(text)) this.#options.onStream(id, text);
    return { seq, id };
  }

  #drop(reason: string): Written {
    this.#seq += 1;
    this.#dropped += 1;
    const seq = this.#seq;
    const gap = this.#gap ?? { first: seq, last: seq, count: 0, reason };
    this.#gap = { ...gap, last: seq, count: gap.count + 1 };
    this.#options.gapMark?.set(this.#gap);
    this.#retrySoon();
    return { seq, dropped: reason };
  }

  #retrySoon(): void {
    if (this.#retry !== null) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      if (this.noteGap() !== null) this.#retrySoon();
    }, retryGapMs);
    this.#retry.unref();
  }
}

// The text and not the draft, which may be anything. Data of the app may have a key of this name, too;
// whoever writes streams looks closer.
function isOfStream(text: string): boolean {
  return text.includes('"stream":"');
}

function sealEntry(draft: Draft, tools: SealTools): Sealed {
  const entry = seal(draft, tools);
  return { id: entry.id, text: canonicalText(entry), entry };
}
