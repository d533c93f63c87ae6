import type { EntryFields } from '@whodid/core';
import { durationStep } from '../../tally/duration-scale.ts';
import { noStep, sortCodes } from '../../tally/tallier.ts';
import { type TallyField, tallyFields } from '../../tally/tally.ts';
import { sortOf, tallyName, tallyValues } from '../../tally/tally-values.ts';
import { packBase, packColumn } from './column.ts';

/** A field as it is kept, or the two that no one counts by. */
export type ColumnField = TallyField | 'tenant' | 'base';

// More than a two-byte place can name: a row of that many targets is left to the blocks.
const mostCodes = 65_535;

/** Collects what entries of one zone are counted by. */
export class ZoneBuilder {
  readonly zone: number;
  /** Number of its first entry. */
  readonly first: number;
  readonly #at: number[] = [];
  readonly #sorts: number[] = [];
  readonly #steps: number[] = [];
  readonly #tenants = new Coded();
  readonly #fields = new Map(tallyFields.map((field) => [field, new Coded()]));

  constructor(zone: number, first: number) {
    this.zone = zone;
    this.first = first;
  }

  add(entry: EntryFields): void {
    const at = Date.parse(entry.occurredAt);
    this.#at.push(at);
    this.#sorts.push(sortCodes[sortOf(entry) ?? 'none']);
    this.#steps.push(entry.http === undefined ? noStep : durationStep(entry.http.durationMs));
    this.#tenants.add([entry.tenant]);
    for (const [field, coded] of this.#fields) {
      const isNamed = field === 'actor' || field === 'target';
      const nameOf = isNamed ? (value: string) => tallyName(entry, field, value) : undefined;
      coded.add(tallyValues(entry, field), nameOf);
    }
  }

  /** The rows that are kept of it; none if there is too much of something. */
  pack(): readonly (readonly [field: ColumnField, data: Uint8Array])[] {
    const columns: (readonly [ColumnField, Uint8Array])[] = [
      ['base', packBase(this.#at, this.#sorts, this.#steps)],
      ['tenant', this.#tenants.pack()],
    ];
    for (const [field, coded] of this.#fields) {
      if (coded.size > mostCodes) return [];
      columns.push([field, coded.pack()]);
    }
    return columns;
  }
}

/** Values as places in a list of them, each with the name that its entry has for it. */
class Coded {
  readonly #values = new Places();
  readonly #rows: number[][] = [];
  readonly #names = new Places();
  readonly #nameCodes: number[] = [];
  size = 0;

  add(values: readonly string[], nameOf?: (value: string) => string | undefined): void {
    this.#rows.push(values.map((value) => this.#values.of(value)));
    this.size += values.length;
    if (nameOf === undefined) return;
    for (const value of values) {
      const name = nameOf(value);
      this.#nameCodes.push(name === undefined ? -1 : this.#names.of(name));
    }
  }

  pack(): Uint8Array {
    const names = { texts: this.#names.texts(), codes: this.#nameCodes };
    return packColumn(this.#values.texts(), this.#rows, names);
  }
}

class Places {
  readonly #places = new Map<string, number>();

  of(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    const place = this.#places.size;
    this.#places.set(text, place);
    return place;
  }

  texts(): readonly string[] {
    return [...this.#places.keys()];
  }
}
