import { mkdirSync } from 'node:fs';
import { ChunkReader } from '../../src/spool/chunk-reader.ts';
import type { DamageReport } from '../../src/spool/damage-report.ts';
import { type Disk, realDisk } from '../../src/spool/disk.ts';
import { EpochSpool } from '../../src/spool/epoch-spool.ts';
import { encodeFileHeader } from '../../src/spool/file-header.ts';
import { SpoolCursor } from '../../src/spool/spool-cursor.ts';

const epoch = '0123456789abcdef';

export const limits: { readonly entries: number; readonly bytes: number } = {
  entries: 1000,
  bytes: 1_000_000,
};

export interface OpenSpool {
  readonly directory: string;
  readonly spool: EpochSpool;
  readonly cursor: SpoolCursor;
  readonly faults: string[];
  readonly damage: DamageReport[];
  readonly aside: string[];
}

export interface OpenSpoolOptions {
  readonly disk?: Disk;
  readonly more?: readonly string[];
  readonly limitBytes?: number;
  readonly durable?: boolean;
}

/** A spool in a directory as a process opens it. */
export function openSpool(directory: string, options: OpenSpoolOptions = {}): OpenSpool {
  const { disk = realDisk, more = [], limitBytes = 1_000_000, durable = true } = options;
  const directories = [directory, ...more];
  const faults: string[] = [];
  const damage: DamageReport[] = [];
  const aside: string[] = [];
  const chunks = new ChunkReader();
  const spool = new EpochSpool({
    directories,
    places: directories.map((path) => ({
      limitBytes,
      prepare: () => {
        mkdirSync(path, { recursive: true });
        return path;
      },
    })),
    header: encodeFileHeader({ epoch, producer: 'test' }),
    disk,
    chunks,
    isDurable: () => durable,
    onFault: (code) => faults.push(code),
    setAside: (path) => aside.push(path),
  });
  const onDamage = (report: DamageReport): void => {
    damage.push(report);
  };
  return {
    directory,
    spool,
    cursor: new SpoolCursor({ epoch, spool, chunks, onDamage }),
    faults,
    damage,
    aside,
  };
}

/** Reads and settles everything there is, in batches of some entries. */
export function readAll(cursor: SpoolCursor, entries: number = limits.entries): readonly number[] {
  const seqs: number[] = [];
  for (let batch = cursor.next({ ...limits, entries }); batch !== null; ) {
    seqs.push(...batch.entries.map(({ seq }) => seq));
    cursor.settle(batch);
    batch = cursor.next({ ...limits, entries });
  }
  return seqs;
}
