import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { isPortFree } from '../../src/serve/port-free.ts';
import { portOwner } from '../../src/serve/port-owner.ts';

test('who listens on a port is found, and nobody once it is closed', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  assert.equal(await isPortFree(port), false);
  if (process.platform === 'linux') assert.equal(portOwner(port)?.pid, process.pid);
  else t.diagnostic('the owner of a port is only looked for on Linux');

  server.close();
  await once(server, 'close');
  assert.equal(await isPortFree(port), true);
  assert.equal(portOwner(port), null);
});
