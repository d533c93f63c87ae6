import type { Draft } from '../entry/draft.ts';
import type { EntryFields } from '../entry/entry.ts';
import { isWhodidError } from '../errors.ts';
import type { GapRange } from '../spool/gap-mark.ts';

const faultAction = 'whodid.fault';
const whodid = { type: 'system', id: 'whodid' } as const;

/** Entries that are missing, and whose they were. */
export interface Gap extends GapRange {
  readonly epoch: string;
  /** Absent for the epoch of a dead process of which only the directory is left. */
  readonly producer?: string;
}

/** The draft of a `gap` entry: a loss is never silent. */
export function gapDraft(gap: Gap): Draft {
  return {
    kind: 'gap',
    action: 'whodid.gap',
    outcome: 'failure',
    stream: 'INTERNAL',
    actor: whodid,
    reason: gap.reason,
    data: gap,
  };
}

/** The draft that says which of the default rules this recorder does without. */
export function weakenDraft(kept: {
  readonly keepKeys: readonly string[];
  readonly keepHeaders: readonly string[];
}): Draft {
  return {
    kind: 'note',
    action: 'whodid.redaction.weaken',
    outcome: 'success',
    stream: 'INTERNAL',
    actor: whodid,
    data: { keepKeys: kept.keepKeys, keepHeaders: kept.keepHeaders },
  };
}

/** The draft of a failure inside whodid. Names places and codes, never values. */
export function faultDraft(where: string, error: unknown, suppressed: number): Draft {
  return {
    kind: 'note',
    action: faultAction,
    outcome: 'failure',
    stream: 'INTERNAL',
    actor: whodid,
    // The message of any other error may quote what it failed on.
    ...(isWhodidError(error) ? { message: error.message } : {}),
    data: { where, code: faultCode(error), ...(suppressed === 0 ? {} : { suppressed }) },
  };
}

/** Whether an entry tells of a fault at `where`. */
export function isFaultAt(
  where: string,
  { action, data }: Pick<EntryFields, 'action' | 'data'>,
): boolean {
  if (action !== faultAction) return false;
  return typeof data === 'object' && data !== null && 'where' in data && data.where === where;
}

/** A short word for an error, as in `ENOSPC` or `TypeError`. */
export function faultCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return /^[\w .:-]{1,80}$/.test(code) ? code : 'Error';
}
