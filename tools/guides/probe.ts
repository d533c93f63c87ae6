// Appended to a block of a guide: asks its app something and wants to see the entry.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Recorder } from '@whodid/core';

interface AnyApp {
  callback?(): RequestListener;
  fetch?: Parameters<typeof getRequestListener>[0];
  listen?(...args: readonly unknown[]): Promise<unknown>;
  addHook?: unknown;
  getUrl?(): Promise<string>;
}

/**
 * Sends one request to the app of a block and ends the process: 0 if it left an entry, 1 if not.
 *
 * @param port - where the block itself listens, if it does.
 */
export async function probe(app: unknown, recorder: Recorder, port: number | null): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    recorder.on('entry', ({ kind }) => {
      if (kind === 'http.in') resolve();
    });
  });
  const url = port === null ? await serve(app as AnyApp) : `http://127.0.0.1:${port}`;
  const answer = await patiently(`${url}/orders/7`);
  await answer.text();
  const entry = await Promise.race([
    heard,
    new Promise((resolve) => setTimeout(resolve, 5000, 'no')),
  ]);
  console.error(entry === 'no' ? 'NO ENTRY' : 'one entry');
  process.exit(entry === 'no' ? 1 : 0);
}

async function serve(app: AnyApp): Promise<string> {
  if (app.getUrl !== undefined) {
    await app.listen?.(0, '127.0.0.1');
    return app.getUrl();
  }
  if (app.addHook !== undefined) return String(await app.listen?.({ port: 0, host: '127.0.0.1' }));
  const server = createServer(listenerOf(app)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function listenerOf(app: AnyApp): RequestListener {
  if (typeof app === 'function') return app as RequestListener;
  if (app.callback !== undefined) return app.callback();
  if (app.fetch !== undefined) return getRequestListener(app.fetch);
  throw new TypeError('This is no app that we know');
}

async function patiently(url: string): Promise<Response> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      return await fetch(url);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return fetch(url);
}
