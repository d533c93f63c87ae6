import { isWhodidError } from '@whodid/core';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { ApiClient } from '../reach/api-client.ts';
import { printable } from '../terminal/printable.ts';
import type { Admitter, Outgoing } from './admitter.ts';
import { type DeliverOptions, deliver, type Fate } from './deliver.ts';
import { lineGroups } from './lines.ts';

type Numbered = Outgoing & { readonly line: number };

const batchSize = 500;
const batchCharacters = 2 * 1024 * 1024;

export interface EmitStreamOptions extends DeliverOptions {
  /** Whether each line's receipt goes to stdout. */
  readonly json: boolean;
}

/** Records NDJSON from stdin, line by line, and sums up at the end. Answers the exit code. */
export async function emitStream(
  client: ApiClient,
  admitter: Admitter,
  options: EmitStreamOptions,
  io: Io,
): Promise<number> {
  const stream = new EmitStream(client, admitter, options, io);
  try {
    for await (const group of lineGroups(io.stdin)) {
      io.stop.throwIfAborted();
      await stream.take(group);
    }
  } finally {
    io.err(stream.summary());
  }
  return stream.refused === 0 ? exitCodes.ok : exitCodes.failed;
}

class EmitStream {
  readonly #client: ApiClient;
  readonly #admitter: Admitter;
  readonly #options: EmitStreamOptions;
  readonly #io: Io;
  readonly #fates = { stored: 0, duplicate: 0, refused: 0, conflict: 0 };
  #settled = 0;

  constructor(client: ApiClient, admitter: Admitter, options: EmitStreamOptions, io: Io) {
    this.#client = client;
    this.#admitter = admitter;
    this.#options = options;
    this.#io = io;
  }

  /** Lines that the collector or we would not have. */
  get refused(): number {
    return this.#fates.refused + this.#fates.conflict;
  }

  async take(
    lines: readonly { readonly number: number; readonly text: string | null }[],
  ): Promise<void> {
    const entries: Numbered[] = [];
    for (const { number, text } of lines) {
      const entry = await this.#read(number, text);
      if (entry !== null) entries.push(entry);
    }
    for (const batch of batchesOf(entries)) {
      const fates = await deliver(this.#client, batch, this.#options, this.#io);
      for (const [index, fate] of fates.entries()) await this.#note(batch[index]?.line ?? 0, fate);
    }
    this.#settled = lines.at(-1)?.number ?? this.#settled;
  }

  summary(): string {
    const { stored, duplicate } = this.#fates;
    const counts = `${stored} stored, ${duplicate} there already, ${this.refused} refused`;
    return `${counts}; done up to line ${this.#settled}\n`;
  }

  async #read(line: number, text: string | null): Promise<Numbered | null> {
    try {
      if (text === null) throw new SyntaxError('too long');
      return { ...this.#admitter.admit(JSON.parse(text)), line };
    } catch (error) {
      // A message of JSON.parse quotes the text, which may be secret.
      const syntax = text === null ? 'longer than 8 MiB' : 'not JSON';
      const reason = isWhodidError(error) ? error.message : syntax;
      await this.#note(line, { id: '', fate: 'refused', reason });
      return null;
    }
  }

  async #note(line: number, { id, fate, reason }: Fate): Promise<void> {
    this.#fates[fate] += 1;
    if (reason !== undefined) this.#io.err(`line ${line}: ${fate}: ${printable(reason)}\n`);
    if (!this.#options.json) return;
    const receipt = { line, ...(id === '' ? {} : { id }), fate, ...(reason && { reason }) };
    await this.#io.out(`${JSON.stringify(receipt)}\n`);
  }
}

function* batchesOf(entries: readonly Numbered[]): Generator<readonly Numbered[]> {
  let batch: Numbered[] = [];
  let characters = 0;
  for (const entry of entries) {
    const full = batch.length >= batchSize || characters + entry.text.length > batchCharacters;
    if (full && batch.length > 0) {
      yield batch;
      [batch, characters] = [[], 0];
    }
    batch.push(entry);
    characters += entry.text.length;
  }
  if (batch.length > 0) yield batch;
}
