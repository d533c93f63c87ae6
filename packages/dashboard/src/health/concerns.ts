import { byteText } from '../entry/byte-text.ts';
import { durationText } from '../time/instants.ts';
import type { HealthState } from './health.ts';

/** Something that is wrong, and what to do about it. */
export interface Concern {
  /** Whether something is lost or soon will be. */
  readonly isBad: boolean;
  readonly what: string;
  readonly advice: string;
  /** A query that finds the entries behind it. */
  readonly query?: string;
}

const lateMs = 60_000;
const lowBytes = 2_000_000_000;
const emptyShare = 0.05;

/** What somebody who runs this should look at, the most urgent first. */
export function concernsOf(state: HealthState): readonly Concern[] {
  return [dropped(state), full(state), refused(state), late(state), cache(state)].filter(
    (concern) => concern !== null,
  );
}

function dropped({ dropped: { count, gaps } }: HealthState): Concern | null {
  if (count === 0) return null;
  const isTold = gaps.some(({ reason }) => reason !== undefined);
  return {
    isBad: true,
    what: `${count.toLocaleString()} ${count === 1 ? 'entry is' : 'entries are'} missing`,
    advice: isTold
      ? 'An app had no room to keep them: give its spool more room, or look why it could not send. The gaps below name each number.'
      : 'Look whether the app still runs: what it has not sent yet waits in its spool and comes when it does. If its spool was deleted, they are lost.',
    ...(isTold ? { query: 'kind:gap' } : {}),
  };
}

function full({ store: { bytes = 0, freeBytes } }: HealthState): Concern | null {
  if (freeBytes === undefined) return null;
  if (freeBytes >= lowBytes && freeBytes >= emptyShare * bytes) return null;
  return {
    isBad: true,
    what: `Only ${byteText(freeBytes)} are free on the disk of the store`,
    advice:
      'Make room, or move the data directory to a larger disk. When it is full, apps keep what they cannot send in their spools.',
  };
}

function refused({ refused: count }: HealthState): Concern | null {
  if (count === 0) return null;
  return {
    isBad: true,
    what: `The store has refused ${count.toLocaleString()} ${count === 1 ? 'entry' : 'entries'}`,
    advice: 'The receipt of each says why, and the app that sent it keeps it in its quarantine.',
  };
}

function late({ lag }: HealthState): Concern | null {
  if (lag === null || lag.p95Ms < lateMs) return null;
  return {
    isBad: false,
    what: `Entries come up to ${durationText(lag.p95Ms)} after they happened`,
    advice:
      'An app may be catching up after an outage, somebody may import old entries, or a clock is wrong. If it stays, look at the network between app and collector.',
  };
}

function cache({ cache: { warning } }: HealthState): Concern | null {
  if (warning === undefined) return null;
  return {
    isBad: false,
    what: warning,
    advice: 'Answers are right without it, and slower. Look at Redis.',
  };
}
