import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressBuckets, bucketCount, networkOf } from '../../src/rate-limits/address-buckets.ts';

const networks: readonly (readonly [address: string, network: string])[] = [
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:DB8:0:0:1:2:3:4', '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001::a:b:c:d:e', '2001:0:0:a::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['_hidden', 'unknown'],
  ['x'.repeat(100_000), 'unknown'],
];

for (const [address, network] of networks) {
  test(`${address.slice(0, 30)} counts as ${network}`, () => {
    assert.equal(networkOf(address), network);
  });
}

test('addresses are spread over all buckets, and one is always in the same', () => {
  const buckets = new AddressBuckets();
  const used = new Set<string>();
  for (let n = 0; n < 200_000; n += 1)
    used.add(buckets.of(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`));
  assert.equal(used.size, bucketCount);
  assert.equal(buckets.of('192.0.2.7'), buckets.of('::ffff:192.0.2.7'));
});
