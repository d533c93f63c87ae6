import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Address, readAddress, writeAddress } from '../../src/address/address.ts';
import { defaultRange } from '../../src/range/range.ts';

const nothing: Address = { q: '', range: defaultRange, live: false, entryId: null };

function read(written: string): Address {
  const { pathname, search } = new URL(written, 'http://127.0.0.1');
  return readAddress(pathname, search);
}

test('what is at its default is not in the address', () => {
  assert.equal(writeAddress(nothing), '/entries');
  assert.deepEqual(readAddress('/entries', ''), nothing);
});

test('a query stays readable', () => {
  const address = { ...nothing, q: 'actor:ada status:4xx,5xx', live: true };
  assert.equal(writeAddress(address), '/entries?q=actor:ada+status:4xx,5xx&live=1');
});

test('every query and id comes back as it was', () => {
  const text = fc.string({ unit: 'binary' }).map((raw) => raw.toWellFormed().trim());
  const id = text.filter((raw) => raw !== '' && raw !== '.' && raw !== '..');
  fc.assert(
    fc.property(text, id, fc.boolean(), (q, entryId, live) => {
      const address: Address = { q, range: { type: 'all' }, live, entryId };
      assert.deepEqual(read(writeAddress(address)), address);
    }),
    { numRuns: 200 },
  );
});

test('an address that somebody typed wrongly is read as far as it goes', () => {
  assert.deepEqual(readAddress('/entries/%E0%A4%A', '?range=never&live=yes'), {
    ...nothing,
    entryId: '%E0%A4%A',
  });
});
