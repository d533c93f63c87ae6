import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createRecorder, type EntryFields } from '@whodid/core';
import { createApp } from '../src/app.ts';
import { createTokens } from '../src/auth/tokens.ts';
import { openDatabase } from '../src/data/database.ts';
import { seedPeople } from '../src/data/seed.ts';

/** An answer of the shop. */
export interface Answer {
  readonly statusCode: number;
  /** The JSON in it; empty if it is none. */
  readonly body: { readonly [name: string]: unknown };
}

/** A shop of this test's own. */
export interface TestShop {
  readonly url: string;
  readonly secret: Uint8Array;
  ask(method: string, path: string, token?: string, body?: unknown): Promise<Answer>;
  /** A token for one of the people who exist from the start. */
  signIn(id: string): Promise<string>;
  /** Everything that was recorded so far, in the order it was recorded. */
  entries(): Promise<readonly EntryFields[]>;
}

export async function openShop(t: TestContext): Promise<TestShop> {
  const directory = mkdtempSync(join(tmpdir(), 'shop-'));
  const file = join(directory, 'entries.ndjson');
  const recorder = createRecorder({
    service: 'shop',
    spoolDirectory: join(directory, 'spool'),
    transport: (await import('./file-transport.ts')).fileTransport(file),
    maxWaitMs: 10,
  });
  const database = await openDatabase(directory);
  const secret = randomBytes(32);
  const server = createServer(createApp({ database, tokens: createTokens(secret), recorder }));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(async () => {
    server.closeAllConnections();
    server.close();
    await recorder.close();
    database.close();
    rmSync(directory, { recursive: true });
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const ask: TestShop['ask'] = async (method, path, token, body) => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { statusCode: response.status, body: isJson ? JSON.parse(text) : {} };
  };
  return {
    url,
    secret,
    ask,
    async signIn(id) {
      const person = seedPeople.find((known) => known.id === id);
      const { email, password } = person ?? {};
      const { body } = await ask('POST', '/session', undefined, { email, password });
      return String(body.accessToken);
    },
    async entries() {
      await recorder.flush('remote', 5000);
      if (!existsSync(file)) return [];
      return readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as EntryFields);
    },
  };
}
