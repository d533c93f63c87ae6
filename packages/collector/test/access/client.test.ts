import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { clientOf, networkOf } from '../../src/access/client.ts';

const networks: readonly (readonly [address: string, network: string])[] = [
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:DB8:0:0:1:2:3:4', '2001:db8:0:0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001::a:b:c:d:e', '2001:0:0:a'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
  ['::', '0:0:0:0'],
];

for (const [address, network] of networks) {
  test(`${address} counts as ${network}`, () => {
    assert.equal(networkOf(clientOf(requestFrom(address))), network);
  });
}

test('what a proxy tells is the address, and the proxy is the peer', () => {
  const client = clientOf(requestFrom('192.0.2.7', '::ffff:127.0.0.1'));
  assert.deepEqual(client, { ip: '192.0.2.7', ipTrusted: true, peerIp: '127.0.0.1' });
});

test('what is no address, or a connection that is gone, is told as what is known', () => {
  for (const told of ['_hidden', '', 'x'.repeat(100_000)]) {
    const client = clientOf(requestFrom(told, '127.0.0.1'));
    assert.deepEqual(client, { ip: '127.0.0.1', ipTrusted: true });
  }
  assert.equal(clientOf({ socket: {}, headers: {} } as FastifyRequest).ip, '::');
});

function requestFrom(ip: string, remoteAddress = ip): FastifyRequest {
  return { ip, socket: { remoteAddress }, headers: {} } as FastifyRequest;
}
