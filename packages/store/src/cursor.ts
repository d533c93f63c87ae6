import { createHash } from 'node:crypto';
import { canonicalJson, type Json, type Query, WhodidError } from '@whodid/core';
import type { Position } from './store-driver.ts';

/** What a cursor belongs to: it is worth nothing with another question. */
export interface Question {
  readonly tenant: string;
  readonly query: Query;
  readonly from: number | null;
  readonly to: number | null;
}

const version = 1;
const bindingBytes = 8;
const idBytes = 16;
const cursorBytes = 1 + bindingBytes + 8 + idBytes;

/**
 * Makes the opaque text that says where the next page begins.
 *
 * It is not secret and not signed: somebody who changes it gets another page of the same list,
 * because tenant and query are taken from the request and never from here.
 */
export function encodeCursor(question: Question, position: Position): string {
  const bytes = Buffer.alloc(cursorBytes);
  bytes.writeUInt8(version, 0);
  bytes.set(bindingOf(question), 1);
  bytes.writeDoubleBE(position.occurredAt, 1 + bindingBytes);
  bytes.write(position.id.replaceAll('-', ''), 1 + bindingBytes + 8, 'hex');
  return bytes.toString('base64url');
}

/** @throws WhodidError `CURSOR_INVALID` if it was not made by {@link encodeCursor} for this question. */
export function decodeCursor(question: Question, cursor: string): Position {
  const bytes = Buffer.from(cursor, 'base64url');
  const ours =
    bytes.length === cursorBytes &&
    bytes.toString('base64url') === cursor &&
    bytes[0] === version &&
    bytes.subarray(1, 1 + bindingBytes).equals(bindingOf(question));
  const occurredAt = ours ? bytes.readDoubleBE(1 + bindingBytes) : Number.NaN;
  if (!Number.isSafeInteger(occurredAt)) throw new WhodidError('CURSOR_INVALID', {});
  return { occurredAt, id: uuidFrom(bytes.subarray(1 + bindingBytes + 8)) };
}

function bindingOf({ tenant, query, from, to }: Question): Buffer {
  const asked = canonicalJson([tenant, withoutInstants(query), from, to]);
  return createHash('sha256').update(asked).digest().subarray(0, bindingBytes);
}

// `created:>=15m` is another instant at every request, and still the same question.
function withoutInstants(query: Query): Json {
  switch (query.type) {
    case 'and':
    case 'or':
      return { type: query.type, parts: query.parts.map(withoutInstants) };
    case 'not':
      return { type: 'not', part: withoutInstants(query.part) };
    case 'field':
      if (query.field === 'created') return { type: 'field', field: 'created' };
      return query as unknown as Json;
    default:
      return query as unknown as Json;
  }
}

function uuidFrom(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
