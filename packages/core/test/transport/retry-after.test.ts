import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRetryAfter } from '../../src/transport/retry-after.ts';

const nowMs = Date.UTC(2026, 10, 20, 9, 30, 0);

const headers: readonly (readonly [header: string | null, retryAfterMs: number | undefined])[] = [
  ['7', 7000],
  [' 120 ', 120_000],
  ['0', 0],
  ['999999999', 999_999_999_000],
  ['Fri, 20 Nov 2026 09:31:00 GMT', 60_000],
  ['Friday, 20-Nov-26 09:31:00 GMT', 60_000],
  ['Fri, 20 Nov 2026 09:29:00 GMT', 0],
  [null, undefined],
  ['', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['9'.repeat(400), undefined],
  ['soon', undefined],
  ['Friday', undefined],
  ['2026-11-20T09:31:00Z', undefined],
];

for (const [header, retryAfterMs] of headers) {
  test(`Retry-After: ${header?.slice(0, 40)}`, () => {
    const expected = retryAfterMs === undefined ? {} : { retryAfterMs };
    assert.deepEqual(readRetryAfter(header, nowMs), expected);
  });
}
