import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isWhodidError } from '@whodid/core';
import { createProxyTrust } from '../../src/exchange/trusted-proxies.ts';

describe('the list of trusted proxies', () => {
  const holds: readonly (readonly [
    entry: string,
    inside: readonly string[],
    outside: readonly string[],
  ])[] = [
    ['192.0.2.1', ['192.0.2.1'], ['192.0.2.2', '::1']],
    ['10.0.0.0/8', ['10.0.0.0', '10.255.255.255'], ['11.0.0.0', '9.255.255.255']],
    ['10.1.2.3/8', ['10.0.0.0'], ['11.0.0.0']],
    ['2001:DB8::/32', ['2001:db8::1', '2001:db8:ffff::'], ['2001:db9::', '10.0.0.1']],
    ['2001:db8::1', ['2001:db8::1'], ['2001:db8::2']],
    ['::ffff:10.0.0.0/104', ['10.9.9.9'], ['11.0.0.0']],
    ['::ffff:192.0.2.7', ['192.0.2.7'], ['192.0.2.8']],
    ['loopback', ['127.0.0.1', '127.9.9.9', '::1'], ['128.0.0.1', '::2']],
    ['linklocal', ['169.254.1.1', 'fe80::1'], ['169.253.1.1', 'fec0::1']],
    [
      'uniquelocal',
      ['10.1.1.1', '172.16.0.1', '172.31.0.1', '192.168.9.9', 'fd00::1'],
      ['172.32.0.1', '192.169.0.1', 'fe00::1'],
    ],
  ];

  for (const [entry, inside, outside] of holds) {
    test(entry, () => {
      const trust = createProxyTrust(['203.0.113.9', entry]);
      for (const address of inside) assert.equal(trust.includes(address), true, address);
      for (const address of outside) assert.equal(trust.includes(address), false, address);
    });
  }

  test('an empty list trusts nobody', () => {
    assert.equal(createProxyTrust([]).includes('127.0.0.1'), false);
  });

  const refused: readonly unknown[] = [
    '',
    'localhost',
    'Loopback',
    'proxy.example',
    '10.0.0',
    '010.0.0.1',
    '10.0.0.256',
    '10.0.0.0/33',
    '10.0.0.0/0',
    '::/0',
    '0.0.0.0/00',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/8.0',
    '10.0.0.0/255.0.0.0',
    '10.0.0.0/',
    '2001:db8::/129',
    '::ffff:10.0.0.0/96',
    '::ffff:10.0.0.0/8',
    'fe80::1%eth0',
    '10.0.0.1:80',
    '[::1]',
    ' 10.0.0.1',
    '*',
    '2130706433',
    '0x7f000001',
    1,
    null,
    undefined,
    ['10.0.0.1'],
    {},
  ];
  for (const entry of refused) {
    test(`refused: ${JSON.stringify(entry)}`, () => {
      assert.throws(
        () => createProxyTrust(['10.0.0.1', entry as string]),
        (error) =>
          isWhodidError(error, 'CONFIG_INVALID') && error.facts.option === 'trustedProxies',
      );
    });
  }

  test('refused: text instead of a list', () => {
    assert.throws(
      () => createProxyTrust('loopback' as unknown as string[]),
      (error) => isWhodidError(error, 'CONFIG_INVALID'),
    );
  });
});
