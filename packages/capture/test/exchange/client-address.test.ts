import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  type ClientAddress,
  clientAddress,
  type ForwardingHeaders,
} from '../../src/exchange/client-address.ts';
import { createProxyTrust } from '../../src/exchange/trusted-proxies.ts';

// The proxies are 10.x.x.x and fd00::/8. Behind them 203.0.113.7 is the client, who claims to be
// 198.51.100.66. That address may come out, but never as trusted.
const trust = createProxyTrust(['10.0.0.0/8', 'fd00::/8']);
const proxy = '10.0.0.1';
const client = '203.0.113.7';
const claimed = '198.51.100.66';

const xff = (value: string | readonly string[]): ForwardingHeaders => ({
  'x-forwarded-for': value,
});
const std = (value: string | readonly string[]): ForwardingHeaders => ({ forwarded: value });
const trusted = (ip: string, peerIp: string = proxy): ClientAddress => ({
  ip,
  ipTrusted: true,
  peerIp,
});
const doubtful = (ip: string, peerIp: string = proxy): ClientAddress => ({
  ip,
  ipTrusted: false,
  peerIp,
});
const direct = (ip: string): ClientAddress => ({ ip, ipTrusted: true });
const hops = (count: number): string[] => Array.from({ length: count }, (_, at) => `10.1.0.${at}`);

type Case = readonly [
  name: string,
  peer: string | undefined,
  headers: ForwardingHeaders,
  result: ClientAddress | undefined,
];

const honest: readonly Case[] = [
  ['no proxy, no header', client, {}, direct(client)],
  ['one proxy', proxy, xff(client), trusted(client)],
  ['one proxy by the standard', proxy, std(`for=${client}`), trusted(client)],
  ['a proxy that asks itself', proxy, {}, direct(proxy)],
  ['two proxies', proxy, xff(`${client}, 10.2.2.2`), trusted(client)],
  ['two proxies, two header lines', proxy, xff([client, '10.2.2.2']), trusted(client)],
  ['only proxies', proxy, xff('10.3.3.3, 10.2.2.2'), trusted('10.3.3.3')],
  ['IPv6', proxy, xff('2001:DB8:0:0:0:0:0:1'), trusted('2001:db8::1')],
  ['IPv6 in brackets', proxy, xff('[2001:db8::1]'), trusted('2001:db8::1')],
  ['IPv6 with port', proxy, xff('[2001:db8::1]:4711'), trusted('2001:db8::1')],
  ['IPv4 with port', proxy, xff(`${client}:4711`), trusted(client)],
  ['IPv4 mapped into IPv6', proxy, xff(`::FFFF:${client}`), trusted(client)],
  ['IPv4 mapped into IPv6, in hexadecimal', proxy, xff('::ffff:cb00:7107'), trusted(client)],
  ['a peer that is mapped', `::ffff:${proxy}`, xff(client), trusted(client)],
  ['a peer over IPv6', 'FD00::1', xff(client), trusted(client, 'fd00::1')],
  ['a peer with a zone', 'fe80::1%eth0', {}, direct('fe80::1')],
  ['standard, quoted with port', proxy, std('for="[2001:db8::1]:4711"'), trusted('2001:db8::1')],
  ['standard, hidden port', proxy, std(`for="${client}:_x1"`), trusted(client)],
  [
    'standard, other parameters',
    proxy,
    std(`by=_p;FOR=${client};proto=https;host="a,b;for=1.1.1.1"`),
    trusted(client),
  ],
  ['standard, escapes', proxy, std(`for="\\${client}"`), trusted(client)],
  [
    'standard, two proxies',
    proxy,
    std(`for=${client} , for=10.2.2.2;by=10.0.0.1`),
    trusted(client),
  ],
  ['both headers agree', proxy, { ...xff(client), ...std(`for="${client}:1"`) }, trusted(client)],
  ['50 hops', proxy, xff([client, ...hops(49)]), trusted(client)],
  ['a Unix socket', undefined, xff(client), undefined],
  ['a connection that is gone', '', xff(client), undefined],
];

const spoofed: readonly Case[] = [
  ['a header without any proxy', client, xff(claimed), direct(client)],
  ['the standard header without any proxy', client, std(`for=${claimed}`), direct(client)],
  [
    'both headers without any proxy',
    client,
    { ...xff(claimed), ...std(`for=${claimed}`) },
    direct(client),
  ],
  ['the address of a proxy without any proxy', client, xff(proxy), direct(client)],
  [
    'other headers of the sort',
    proxy,
    {
      'x-real-ip': claimed,
      'client-ip': claimed,
      'x-client-ip': claimed,
      'true-client-ip': claimed,
    },
    direct(proxy),
  ],
  ['a hop more on the left', proxy, xff(`${claimed}, ${client}`), trusted(client)],
  [
    'many hops more',
    proxy,
    xff(`${claimed}, 10.2.2.2, ${claimed}, ${client}, 10.2.2.2`),
    trusted(client),
  ],
  ['a header line more', proxy, xff([claimed, client]), trusted(client)],
  ['a proxy’s address on the left', proxy, xff(`10.9.9.9, ${client}`), trusted(client)],
  ['unknown', proxy, xff(`${claimed}, unknown`), doubtful(proxy)],
  ['unknown behind a proxy', proxy, xff(`${claimed}, unknown, 10.2.2.2`), doubtful('10.2.2.2')],
  ['a hidden name', proxy, std(`for=${claimed}, for=_hidden`), doubtful(proxy)],
  ['a hidden name with a port', proxy, std(`for=${claimed}, for="_hidden:80"`), doubtful(proxy)],
  ['an empty hop', proxy, xff(`${claimed}, , 10.2.2.2`), doubtful('10.2.2.2')],
  ['a comma at the end', proxy, xff(`${claimed},`), doubtful(proxy)],
  ['an empty header', proxy, xff(''), doubtful(proxy)],
  ['garbage', proxy, xff(`${claimed}, <script>`), doubtful(proxy)],
  ['a name', proxy, xff(`${claimed}, localhost`), doubtful(proxy)],
  ['an octal address', proxy, xff('0313.0.0161.07'), doubtful(proxy)],
  ['leading zeros', proxy, xff('010.0.0.1'), doubtful(proxy)],
  ['a decimal address', proxy, xff('3405803783'), doubtful(proxy)],
  ['a hexadecimal address', proxy, xff('0xcb007107'), doubtful(proxy)],
  ['a short address', proxy, xff('203.0.113'), doubtful(proxy)],
  ['a port that is none', proxy, xff(`${claimed}:http`), doubtful(proxy)],
  ['a port that is too long', proxy, xff(`${claimed}:123456`), doubtful(proxy)],
  ['brackets that do not close', proxy, xff(`[2001:db8::1, 10.2.2.2`), doubtful('10.2.2.2')],
  ['a range', proxy, xff(`${claimed}/32`), doubtful(proxy)],
  ['two addresses in one hop', proxy, xff(`${claimed} ${client}`), doubtful(proxy)],
  ['the standard’s form in the other header', proxy, xff(`for=${claimed}`), doubtful(proxy)],
  [
    'a mapped proxy on the left of the client',
    proxy,
    xff(`${claimed}, ::ffff:10.2.2.2, ${client}`),
    trusted(client),
  ],
  [
    'a mapped proxy as the last hop',
    proxy,
    xff(`${claimed}, ${client}, ::ffff:10.2.2.2`),
    trusted(client),
  ],
  [
    'a zone that makes it another address',
    proxy,
    xff(`${claimed}, fd00::1%${'x'.repeat(99)}`),
    doubtful(proxy),
  ],
  ['digits of another script', proxy, xff('１９８.51.100.66'), doubtful(proxy)],
  ['a zero byte', proxy, xff(`${claimed}\u0000, 10.2.2.2`), doubtful('10.2.2.2')],
  ['a line break', proxy, xff(`${claimed}\r\n, ${client}`), trusted(client)],
  ['a header of 10 KB', proxy, xff(`${`${claimed}, `.repeat(700)}${client}`), trusted(client)],
  [
    '10 KB of proxies before the claim',
    proxy,
    xff(`${claimed}, ${'10.2.2.2, '.repeat(1_000)}10.2.2.2`),
    doubtful('10.2.2.2'),
  ],
  ['one hop of 10 KB', proxy, xff('1'.repeat(10_240)), doubtful(proxy)],
  [
    'an address whose first digit is beyond the limit',
    proxy,
    xff(`${claimed}${' '.repeat(4_096 - 22)}, 10.2.2.2`),
    doubtful('10.2.2.2'),
  ],
  ['51 hops', proxy, xff([claimed, ...hops(50)]), doubtful('10.1.0.0')],
  [
    'the header that the proxy does not write',
    proxy,
    { ...std(`for=${claimed}`), ...xff(client) },
    doubtful(client),
  ],
  ['that header with garbage', proxy, { ...std('for="'), ...xff(client) }, doubtful(client)],
  ['that header with a proxy', proxy, { ...std('for=10.5.5.5'), ...xff(client) }, doubtful(client)],
  [
    'the other header, if the proxy writes the standard one',
    proxy,
    { ...std(`for=${client}`), ...xff(claimed) },
    doubtful(claimed),
  ],
  ['an open quote before the proxy’s hop', proxy, std(`for=", for=${client}`), trusted(client)],
  [
    'an open quote before the proxy’s quoted hop',
    proxy,
    std(`for="${claimed};x=, for="[2001:db8::1]";host="h"`),
    trusted('2001:db8::1'),
  ],
  [
    'an open quote and an escaped one in the proxy’s hop',
    proxy,
    std(`for=${claimed};x=", for=${client};host="a\\"b"`),
    trusted(client),
  ],
  ['a backslash before the proxy’s hop', proxy, std(`for="\\, for=${client}`), trusted(client)],
  ['a hop inside a quote', proxy, std(`for=${client};host="a, for=${claimed}"`), trusted(client)],
  ['for twice in one hop', proxy, std(`for=${client};for=${claimed}`), doubtful(proxy)],
  ['for twice in different case', proxy, std(`for=${claimed};For=${client}`), doubtful(proxy)],
  ['no for', proxy, std(`for=${claimed}, proto=https`), doubtful(proxy)],
  ['for without a value', proxy, std(`for=${claimed}, for=`), doubtful(proxy)],
  ['spaces around the equals sign', proxy, std(`for = ${claimed}`), doubtful(proxy)],
  ['text behind a quote', proxy, std(`for="${claimed}"x`), doubtful(proxy)],
  ['the other header’s form in the standard one', proxy, std(claimed), doubtful(proxy)],
];

describe('the address of the client', () => {
  for (const [name, peer, headers, result] of honest) {
    test(name, () => assert.deepEqual(clientAddress(peer, headers, trust), result));
  }
});

describe('an address that was made up', () => {
  for (const [name, peer, headers, result] of spoofed) {
    test(name, () => assert.deepEqual(clientAddress(peer, headers, trust), result));
  }

  test('is never trusted, in more than 30 variants', () => {
    const wrong = spoofed.filter(([, peer, headers]) => {
      const found = clientAddress(peer, headers, trust);
      return found?.ipTrusted === true && found.ip === claimed;
    });
    assert.ok(spoofed.length >= 30);
    assert.deepEqual(wrong, []);
  });
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        '10.2.2.2',
        claimed,
        'for=',
        '"',
        '\\',
        ',',
        ';',
        '[',
        ']',
        ':',
        '%',
        '::1',
        'fd00::1',
        ' ',
        '::ffff:',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
);
const headers = fc.record(
  {
    'x-forwarded-for': fc.oneof(hostile, fc.array(hostile, { maxLength: 4 }), fc.anything()),
    forwarded: fc.oneof(hostile, fc.array(hostile, { maxLength: 4 }), fc.anything()),
    'x-real-ip': hostile,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<ForwardingHeaders>;

describe('whatever the headers are', () => {
  test('from a peer that is no proxy of ours the result is the peer', () => {
    const peers = fc
      .oneof(fc.ipV4(), fc.ipV6(), fc.constant(client))
      .filter(
        (peer) => clientAddress(peer, {}, trust)?.ipTrusted === true && !/^(?:10\.|fd)/i.test(peer),
      );
    fc.assert(
      fc.property(peers, headers, (peer, given) => {
        const alone = clientAddress(peer, {}, trust);
        assert.deepEqual(clientAddress(peer, given, trust), alone);
      }),
      { numRuns: 2_000 },
    );
  });

  test('what stands left of the hop that our proxy wrote changes nothing', () => {
    const written = fc.constantFrom(
      [`for=${client}`, client],
      ['for="[2001:db8::1]:4711";proto=https', '2001:db8::1'],
      [`by=_p;for="${client}";host="a\\"b, for=1.1.1.1"`, client],
    );
    fc.assert(
      fc.property(hostile, written, (left, [hop = '', ip = '']) => {
        assert.deepEqual(clientAddress(proxy, std(`${left}, ${hop}`), trust), trusted(ip));
        assert.deepEqual(clientAddress(proxy, xff(`${left}, ${ip}`), trust), trusted(ip));
      }),
      { numRuns: 2_000 },
    );
  });

  test('it never throws, and tells addresses in their one form', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), headers, (peer, given) => {
        for (const from of [peer, proxy]) {
          const found = clientAddress(from, given, trust);
          if (found !== undefined) assert.equal(clientAddress(found.ip, {}, trust)?.ip, found.ip);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
