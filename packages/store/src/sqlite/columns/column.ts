import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Which values each entry of a zone has of one field, as places in a list of all its values. */
export interface Column {
  readonly values: readonly string[];
  readonly rows: number;
  /**
   * Where the codes of row `i` begin, one more than there are rows: they end at `starts[i + 1]`. `null`
   * if every row has just one.
   */
  readonly starts: Uint16Array | null;
  /** Places in `values`. */
  readonly codes: Uint16Array;
  /** Names, and for each code the place of its name there, or -1. `null` if the field has none. */
  readonly names: { readonly texts: readonly string[]; readonly codes: Int16Array } | null;
}

/** What every entry of a zone has once. */
export interface BaseColumn {
  /** When each happened, in milliseconds since 1970. */
  readonly at: Float64Array;
  /** 0 for neither, 1 for failed, 2 for a write. */
  readonly sorts: Uint8Array;
  /** Steps of the duration scale; -1 without a request. */
  readonly steps: Int16Array;
}

// As it lies in the database: JSON is read by the engine faster than by us, and compresses well.
interface PackedColumn {
  readonly v: readonly string[];
  /** One number, or a list of several or none. */
  readonly c: readonly (number | readonly number[])[];
  /** Names, if the field has any, and for each code the place of its name there, or -1. */
  readonly n?: readonly string[];
  readonly m?: readonly number[];
}

interface PackedBase {
  readonly first: number;
  readonly after: readonly number[];
  readonly s: readonly number[];
  readonly d: readonly number[];
}

export function packColumn(
  values: readonly string[],
  rows: readonly (readonly number[])[],
  names: { readonly texts: readonly string[]; readonly codes: readonly number[] },
): Uint8Array {
  const c = rows.map((codes) => (codes.length === 1 ? (codes[0] ?? 0) : codes));
  const named = names.texts.length === 0 ? {} : { n: names.texts, m: names.codes };
  return pack({ v: values, c, ...named } satisfies PackedColumn);
}

export function packBase(
  at: readonly number[],
  sorts: readonly number[],
  steps: readonly number[],
): Uint8Array {
  const after = at.map((time, row) => time - (at[row - 1] ?? at[0] ?? 0));
  return pack({ first: at[0] ?? 0, after, s: sorts, d: steps } satisfies PackedBase);
}

/** @throws Error if the bytes are not those that were packed. */
export function unpackColumn(bytes: Uint8Array): Column {
  const { v, c, n = [], m = [] } = unpack(bytes) as PackedColumn;
  const names = n.length === 0 ? null : { texts: n, codes: Int16Array.from(m) };
  const head = { values: v, rows: c.length, names };
  if (c.every((one) => typeof one === 'number')) {
    return { ...head, starts: null, codes: Uint16Array.from(c) };
  }
  const starts = new Uint16Array(c.length + 1);
  const codes: number[] = [];
  for (const [row, one] of c.entries()) {
    if (typeof one === 'number') codes.push(one);
    else codes.push(...one);
    starts[row + 1] = codes.length;
  }
  return { ...head, starts, codes: Uint16Array.from(codes) };
}

/** The first place of the codes of a row. */
export function startOf({ starts }: Column, row: number): number {
  return starts === null ? row : (starts[row] ?? 0);
}

/** The place behind the last code of a row. */
export function endOf({ starts }: Column, row: number): number {
  return starts === null ? row + 1 : (starts[row + 1] ?? 0);
}

/** @throws Error if the bytes are not those that were packed. */
export function unpackBase(bytes: Uint8Array): BaseColumn {
  const { first, after, s, d } = unpack(bytes) as PackedBase;
  const at = new Float64Array(after.length);
  let time = first;
  for (const [row, later] of after.entries()) {
    time += later;
    at[row] = time;
  }
  return { at, sorts: Uint8Array.from(s), steps: Int16Array.from(d) };
}

function pack(value: object): Uint8Array {
  return zstdCompressSync(JSON.stringify(value), {
    params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
  });
}

function unpack(bytes: Uint8Array): unknown {
  return JSON.parse(zstdDecompressSync(bytes).toString('utf8'));
}
