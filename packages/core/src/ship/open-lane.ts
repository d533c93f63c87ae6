import { join, sep } from 'node:path';
import { type Adopted, adoptedHome } from '../spool/adoption.ts';
import type { ChunkReader } from '../spool/chunk-reader.ts';
import type { DamageReport } from '../spool/damage-report.ts';
import type { Disk } from '../spool/disk.ts';
import { epochDirectory } from '../spool/epoch-directory.ts';
import { EpochSpool } from '../spool/epoch-spool.ts';
import { encodeFileHeader } from '../spool/file-header.ts';
import type { Owner } from '../spool/owner.ts';
import { RingReader } from '../spool/ring-reader.ts';
import type { SegmentPlace } from '../spool/segment-writer.ts';
import { SpoolCursor } from '../spool/spool-cursor.ts';
import { rootsOf, type SpoolRoot } from '../spool/spool-places.ts';
import { Lane } from './lane.ts';
import type { DeliveryConfig } from './messages.ts';

export interface LaneTools {
  readonly config: DeliveryConfig;
  readonly owner: Owner;
  readonly disk: Disk;
  readonly chunks: ChunkReader;
  onDamage(report: DamageReport): void;
  onFault(code: string): void;
  /** Moves a file that cannot be read to where people look for such things. */
  setAside(epoch: string, path: string): void;
}

/** The lane of this process. `newestRingFile` tells which file of the ring still grows. */
export function openOwnLane(tools: LaneTools, newestRingFile: () => number): Lane {
  const { epoch, places } = tools.config;
  const directories = rootsOf(places).map((root) => join(root.path, epoch));
  return openLane(tools, {
    epoch,
    own: true,
    directories,
    newest: newestRingFile,
    homeIn: (root) => {
      const directory = epochDirectory(root, epoch, tools.owner);
      if (root.durable) tools.disk.syncDirectory(root.path);
      return directory;
    },
  });
}

/** The lane of a dead process. Its ring is emptied into segments below a directory of our own. */
export function openAdoptedLane(tools: LaneTools, { epoch, directories }: Adopted): Lane {
  return openLane(tools, {
    epoch,
    own: false,
    directories,
    newest: () => Number.POSITIVE_INFINITY,
    homeIn: (root) => adoptedHome(epochDirectory(root, tools.config.epoch, tools.owner), epoch),
  });
}

interface LaneSource {
  readonly epoch: string;
  readonly own: boolean;
  readonly directories: readonly string[];
  newest(): number;
  homeIn(root: SpoolRoot): string;
}

function openLane(tools: LaneTools, source: LaneSource): Lane {
  const { config, disk, chunks, onDamage, onFault } = tools;
  const { epoch, directories } = source;
  const header = encodeFileHeader({ epoch, producer: config.producerId });
  const setAside = (path: string): void => tools.setAside(epoch, path);
  const spool = new EpochSpool({
    directories,
    places: segmentPlaces(config, source.homeIn),
    header,
    disk,
    chunks,
    setAside,
    onFault,
    isDurable: (path) =>
      rootsOf(config.places).some((root) => root.durable && path.startsWith(root.path + sep)),
  });
  const lastSeq = spool.spooled;
  const ring = new RingReader({
    epoch,
    directories,
    chunks,
    lastSeq,
    newest: source.newest,
    onDamage,
    setAside,
  });
  const cursor = new SpoolCursor({ epoch, spool, chunks, onDamage });
  return new Lane({ epoch, own: source.own, ring, spool, cursor });
}

// Memory is the last resort: it does not survive a power cut, but what is there can be delivered.
function segmentPlaces(
  { places, spoolLimitBytes, ringLimitBytes }: DeliveryConfig,
  homeIn: (root: SpoolRoot) => string,
): readonly SegmentPlace[] {
  const roots = places.ring === null ? places.spool : [...places.spool, places.ring];
  return roots.map((root) => ({
    limitBytes: root.durable ? spoolLimitBytes : Math.min(spoolLimitBytes, ringLimitBytes),
    prepare: () => homeIn(root),
  }));
}
