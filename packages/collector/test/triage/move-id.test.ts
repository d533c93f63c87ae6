import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { isUuid } from '@whodid/core';
import { moveId } from '../../src/triage/move-id.ts';

const secret = new Uint8Array(32).fill(1);
const of = { tenant: 'acme', entry: '01890000-0000-7000-8000-000000000000' };

test('the id of a move is a UUIDv8 of the first bytes of the HMAC', () => {
  const bytes = createHmac('sha256', secret)
    .update(JSON.stringify(['acme', of.entry, 3]))
    .digest();
  const id = moveId(secret, of, 3);
  assert.ok(isUuid(id));
  assert.match(id, /^.{8}-.{4}-8.{3}-[89ab].{3}-.{12}$/);
  const made = Buffer.from(id.replaceAll('-', ''), 'hex');
  // RFC 9562 section 5.8: all bits but those of version and variant are our own.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  assert.deepEqual(made, bytes.subarray(0, 16));
});

test('every tenant, entry, revision and secret has ids of its own', () => {
  const other = { ...of, entry: '01890000-0000-7000-8000-000000000001' };
  const ids = [
    moveId(secret, of, 1),
    moveId(secret, of, 2),
    moveId(secret, of, 11),
    moveId(secret, other, 1),
    moveId(secret, { ...of, tenant: 'acme2' }, 1),
    moveId(new Uint8Array(32).fill(2), of, 1),
  ];
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(moveId(secret, of, 1), ids[0]);
});
