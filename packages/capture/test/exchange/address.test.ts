import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { addressOf, type UrlType } from '../../src/exchange/address.ts';

const target = '/api/v1/?page=123';
const whole = `http://127.0.0.1:8000${target}`;
const ours = ['127.0.0.1', '.shop.example'];

const rows: readonly (readonly [
  UrlType,
  string | undefined,
  readonly string[],
  string,
  string?,
])[] = [
  ['ABSOLUTE', '127.0.0.1:8000', [], whole],
  ['FULL_PATH', '127.0.0.1:8000', [], target],
  ['RAW_URI', '127.0.0.1:8000', [], whole],
  ['ABSOLUTE', '127.0.0.1:8000', ours, whole],
  ['ABSOLUTE', 'www.Shop.Example', ours, `http://www.Shop.Example${target}`],
  ['ABSOLUTE', 'shop.example', ours, `http://shop.example${target}`],
  ['ABSOLUTE', 'evil.example', ours, target],
  ['ABSOLUTE', 'evilshop.example', ours, target],
  ['ABSOLUTE', 'shop.example.evil', ours, target],
  ['RAW_URI', 'evil.example', ours, `http://evil.example${target}`],
  ['FULL_PATH', 'evil.example', ours, target],
  ['ABSOLUTE', 'user@shop.example', ours, target],
  ['RAW_URI', 'a b', ours, target],
  ['RAW_URI', undefined, ours, target],
  ['ABSOLUTE', '[::1]:8000', ['[::1]'], `http://[::1]:8000${target}`],
  // The target of a request to a proxy names its own host.
  ['ABSOLUTE', 'shop.example', ours, '/x', 'http://evil.example/x'],
  ['ABSOLUTE', 'evil.example', ours, 'https://shop.example/x', 'HTTPS://shop.example/x'],
  ['FULL_PATH', 'shop.example', ours, '/', 'http://shop.example'],
  ['RAW_URI', 'shop.example', ours, 'http://evil.example/x?y', 'http://evil.example/x?y'],
  ['ABSOLUTE', 'shop.example', ours, '*', '*'],
];

for (const [urlType, host, allowedHosts, expected, own = target] of rows) {
  test(`${urlType} of ${own} at ${host}, hosts ${allowedHosts.join(' ') || 'any'}`, () => {
    const request = { headers: { host }, socket: {} } as unknown as IncomingMessage;
    assert.equal(addressOf(request, own, { urlType, allowedHosts }), expected);
  });
}
