import {
  admit,
  type Clock,
  type Entry,
  isUuid,
  isWhodidError,
  type JsonObject,
  type Redactor,
  WhodidError,
} from '@whodid/core';
import type { Caller } from '../access/caller.ts';
import { isCollectorAction } from '../journal/collector-actions.ts';
import { Problem } from '../problem/problem.ts';
import { parseElement, type Unreadable } from './elements.ts';
import type { IngestLimits } from './limits.ts';
import type { OwnProducer } from './own-producer.ts';
import type { ReceiptLine } from './receipt-line.ts';

/** What turning received bytes into entries needs. */
export interface IdentifyTools {
  readonly clock: Clock;
  readonly nextId: () => string;
  readonly redactor: Redactor;
  readonly producer: OwnProducer;
  readonly limits: IngestLimits;
}

/** An element that became an entry. */
export interface Identified {
  readonly entry: Entry;
  /** What was received, if something in it was missing that we filled in. */
  readonly partial: JsonObject | null;
}

/** An element that did not. */
export interface Refused {
  readonly receipt: ReceiptLine;
  /** The same for a body that holds nothing else. */
  readonly problem: Problem;
  /** Whether it could at least be read as JSON. */
  readonly readable: boolean;
}

/** Makes an entry of one element of a body, or tells why that cannot be. */
export function identify(
  bytes: Uint8Array,
  index: number,
  caller: Caller,
  tools: IdentifyTools,
): Identified | Refused {
  const parsed = parseElement(bytes, tools.limits);
  if ('unreadable' in parsed) return refuseUnreadable(parsed, index);
  try {
    refuseForged(parsed.value);
    return identifyValue(parsed.value, caller, tools);
  } catch (error) {
    return refuse(parsed.value, index, error);
  }
}

/**
 * Makes an entry of a received value.
 *
 * @throws WhodidError `ENTRY_INVALID`.
 */
export function identifyValue(value: unknown, caller: Caller, tools: IdentifyTools): Identified {
  const { clock, nextId, redactor } = tools;
  const entry = admit(value, {
    clock,
    nextId,
    redactor,
    tenant: caller.tenant,
    producer: () => tools.producer.next(),
    // An entry that names no service was noticed by whoever holds the key.
    service: { name: caller.name },
  });
  return { entry, partial: isPartial(value) ? value : null };
}

function refuseForged(value: unknown): void {
  const { action } = (value ?? {}) as { readonly action?: unknown };
  if (!isCollectorAction(action)) return;
  const wanted = 'an action that is not the collector’s own';
  throw new WhodidError('ENTRY_INVALID', { path: 'action', wanted });
}

function isPartial(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false;
  return filledIn.some((field) => !Object.hasOwn(value, field));
}

/** What the collector adds to an entry that was posted by hand. */
const filledIn = ['id', 'occurredAt', 'producer'] as const;

function refuseUnreadable({ unreadable, reason }: Unreadable, index: number): Refused {
  return {
    receipt: { id: null, fate: 'refused', reason: `The entry ${reason}`, index },
    problem: new Problem(unreadable, `The body ${reason}.`),
    readable: false,
  };
}

function refuse(value: unknown, index: number, error: unknown): Refused {
  // A failure of our own must not look like a fault of the entry, which the sender would then drop.
  if (!isWhodidError(error, 'ENTRY_INVALID')) throw error;
  const problem = new Problem('ENTRY_INVALID', error.message, { facts: { ...error.facts } });
  const id = idIn(value);
  const place = id === null ? { index } : {};
  const receipt = { id, fate: 'refused', reason: error.message, ...place } as const;
  return { receipt, problem, readable: true };
}

// Only what is certainly an id is told back; anything else might be a secret in the wrong place.
function idIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'id')) return null;
  const { id } = value as { readonly id: unknown };
  return typeof id === 'string' && isUuid(id) ? id : null;
}
