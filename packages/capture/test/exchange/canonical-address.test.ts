import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalAddress } from '../../src/exchange/canonical-address.ts';

const forms: readonly (readonly [text: string, address: string | undefined])[] = [
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7%eth0', '203.0.113.7'],
  // Not mapped, although it looks so: the system writes its last 32 bits as it does for IPv4.
  ['::ffff:1234', '::255.255.18.52'],
  ['::255.255.18.52', '::255.255.18.52'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['fe80::1%a:b', 'fe80::1'],
  ['::', '::'],
  ['::1', '::1'],
  ['::ffff:203.0.113', undefined],
  ['::ffff:203.0.113.256', undefined],
  ['203.0.113.07', undefined],
  ['203.0.113.7 ', undefined],
  ['[::1]', undefined],
  ['', undefined],
  [`fe80::1%${'x'.repeat(80)}`, undefined],
];

test('an address has one form, and what is none has none', () => {
  for (const [text, address] of forms) assert.equal(canonicalAddress(text), address, text);
});
