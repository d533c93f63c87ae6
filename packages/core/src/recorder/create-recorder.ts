import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../clock.ts';
import type { Service } from '../entry/entry.ts';
import { createIds } from '../entry/uuid-v7.ts';
import { type ReadOptions, readOptions } from '../options.ts';
import { createRedactor } from '../redact/create-redactor.ts';
import { readUnsafe } from '../redact/unsafe-options.ts';
import { Counters } from '../ship/counters.ts';
import { DeliveryThread, type DeliveryThreadOptions } from '../ship/delivery-thread.ts';
import type { DeliveryConfig } from '../ship/messages.ts';
import { discardEpoch } from '../spool/adoption.ts';
import { epochDirectory } from '../spool/epoch-directory.ts';
import { encodeFileHeader } from '../spool/file-header.ts';
import { GapMark } from '../spool/gap-mark.ts';
import { thisProcess } from '../spool/owner.ts';
import { type RingPlace, RingWriter } from '../spool/ring-writer.ts';
import { rootsOf, type SpoolPlaces, spoolPlaces } from '../spool/spool-places.ts';
import type { TransportSpec } from '../transport/transport.ts';
import { defaultServiceName } from './default-service-name.ts';
import { EntryWriter } from './entry-writer.ts';
import { weakenDraft } from './internal-drafts.ts';
import { Listeners } from './listeners.ts';
import type { Recorder } from './recorder.ts';
import { type RecorderOptions, recorderRules } from './recorder-options.ts';
import { RingRecorder } from './ring-recorder.ts';
import { SideWay } from './side-way.ts';

/**
 * Makes the app's end of whodid: a ring that `record` appends to, and a thread that brings entries
 * from there to the disk and to their destination. One for a process is enough.
 *
 * A machine that will not let it write does not stop the app: see `RecorderState.trouble`.
 *
 * @throws WhodidError `CONFIG_INVALID`, `CONFIG_UNKNOWN`.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const settings = readOptions('recorder', recorderRules, options);
  const clock = systemClock;
  const nextId = createIds(clock);
  const redactor = createRedactor(settings.redact);
  const epoch = randomBytes(8).toString('hex');
  const producerId = settings.producerId === '' ? hostname() : settings.producerId;
  const places = spoolPlaces(settings.spoolDirectory, settings.ringDirectory || null);
  const counters = new Counters();
  const ringPlaces = ringPlacesOf(places, epoch);
  const header = encodeFileHeader({ epoch, producer: producerId });
  const ring = openRing(settings, { places: ringPlaces, header, clock, counters });
  const onFault = (where: string, error: unknown): void => recorder.fault(where, error);
  const open = (name: string, to: TransportSpec): SideWay =>
    openSideWay(settings, { name, transport: to, epoch, producerId, header, clock, onFault });
  const { transport, streams } = settings;
  const copies = streams.module === '' ? null : open('streams', streams);
  const listeners = new Listeners(onFault);
  const writer = new EntryWriter({
    ring,
    gapMark: openGapMark(ringPlaces),
    listeners,
    clock,
    nextId,
    redactor,
    service: serviceOf(settings.service),
    tenant: settings.tenant,
    producerId,
    epoch,
    onStream: copies === null ? null : (id, text) => copies.add(id, text),
  });
  const config = deliveryConfig(settings, { counters, epoch, producerId, places, transport });
  const recorder: Recorder = new RingRecorder({
    ring,
    writer,
    listeners,
    copies,
    openOutbox: () => open('outbox', transport),
    counters,
    clock,
    nextId,
    redactor,
    delivers: config.transport !== null,
    onFault: settings.onFault,
    discard: () => discardFrom(places, epoch),
    startThread: (handlers: Pick<DeliveryThreadOptions, 'onMessage' | 'onCrash'>) =>
      new DeliveryThread({ config, counters, ...handlers }),
  });
  sayWhatIsKept(recorder, readUnsafe(settings.redact.unsafe ?? {}));
  return recorder;
}

// Weakening a default is something that happened, so it is the first entry.
function sayWhatIsKept(recorder: Recorder, kept: ReturnType<typeof readUnsafe>): void {
  if (kept.keepKeys.length === 0 && kept.keepHeaders.length === 0) return;
  void recorder.record(weakenDraft(kept));
}

interface RingParts {
  readonly places: readonly RingPlace[];
  readonly header: Buffer;
  readonly clock: Clock;
  readonly counters: Counters;
}

function openRing(
  { ringLimitBytes }: ReadOptions<RecorderOptions>,
  { places, header, clock, counters }: RingParts,
): RingWriter {
  const ring = new RingWriter({
    places,
    limitBytes: ringLimitBytes,
    header,
    clock,
    removedBelow: () => counters.ringRemovedBelow,
    onFile: (number) => {
      counters.ringFile = number;
    },
  });
  ring.begin();
  return ring;
}

interface WayParts extends Pick<RingParts, 'header' | 'clock'> {
  /** Of its folder below the spool, too. */
  readonly name: string;
  readonly transport: TransportSpec;
  readonly epoch: string;
  readonly producerId: string;
  onFault(where: string, error: unknown): void;
}

// The same again beside it: two ways that share nothing cannot hold each other up.
function openSideWay(settings: ReadOptions<RecorderOptions>, parts: WayParts): SideWay {
  const { name, transport, epoch, producerId, header, clock, onFault } = parts;
  const spool = join(settings.spoolDirectory, name);
  const places = spoolPlaces(spool, settings.ringDirectory || null);
  const counters = new Counters();
  const ring = openRing(settings, { places: ringPlacesOf(places, epoch), header, clock, counters });
  const config = deliveryConfig(settings, { counters, epoch, producerId, places, transport });
  return new SideWay({
    name,
    ring,
    counters,
    delivers: config.transport !== null,
    onFault,
    discard: () => discardFrom(places, epoch),
    startThread: (handlers) => new DeliveryThread({ config, counters, ...handlers }),
  });
}

function discardFrom(places: SpoolPlaces, epoch: string): void {
  for (const root of rootsOf(places)) discardEpoch(root, epoch);
}

function ringPlacesOf(places: SpoolPlaces, epoch: string): readonly RingPlace[] {
  const owner = thisProcess();
  return rootsOf(places).map((root) => ({ prepare: () => epochDirectory(root, epoch, owner) }));
}

function openGapMark(places: readonly RingPlace[]): GapMark | null {
  for (const place of places) {
    try {
      return GapMark.open(place.prepare());
    } catch {
      // The next place may do.
    }
  }
  return null;
}

function deliveryConfig(
  settings: ReadOptions<RecorderOptions>,
  start: {
    readonly counters: Counters;
    readonly epoch: string;
    readonly producerId: string;
    readonly places: SpoolPlaces;
    readonly transport: TransportSpec;
  },
): DeliveryConfig {
  const { transport } = start;
  const { ringLimitBytes, spoolLimitBytes, batchSize, maxWaitMs } = settings;
  return {
    memory: start.counters.memory,
    epoch: start.epoch,
    producerId: start.producerId,
    places: start.places,
    transport: transport.module === '' ? null : transport,
    ringLimitBytes,
    spoolLimitBytes,
    batchSize,
    maxWaitMs,
  };
}

function serviceOf(service: string | Service): Service {
  if (typeof service !== 'string') return service;
  if (service !== '') return { name: service };
  return { name: defaultServiceName() };
}
