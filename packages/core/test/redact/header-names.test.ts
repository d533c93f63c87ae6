import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor } from '@whodid/core';

test('browsers can send a token to a WebSocket only as a protocol, so protocols are left out', () => {
  const given = { 'sec-websocket-protocol': 'access_token, hunter2-planted', upgrade: 'websocket' };
  assert.deepEqual(createRedactor().headers(given, '', []), { upgrade: 'websocket' });
});
