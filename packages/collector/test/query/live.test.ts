import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ask, json, receiptsOf, startCollector } from '../start-collector.ts';

/** Reads server-sent events until one fits, with a deadline. */
class Events {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  text = '';

  constructor(answer: Response) {
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    this.#reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  }

  async until(part: string | RegExp): Promise<string> {
    const deadline = AbortSignal.timeout(5000);
    while (!(typeof part === 'string' ? this.text.includes(part) : part.test(this.text))) {
      deadline.throwIfAborted();
      const { done, value } = await this.#reader.read();
      if (done) assert.fail(`ended before ${part}`);
      this.text += this.#decoder.decode(value, { stream: true });
    }
    return this.text;
  }

  /** Resolves when the server ends the stream. */
  async end(): Promise<string> {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return this.text;
      this.text += this.#decoder.decode(value, { stream: true });
    }
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

async function watch(ask: Ask, q = ''): Promise<Events> {
  const events = new Events(await ask(`/v1/entries/live?q=${encodeURIComponent(q)}`));
  await events.until(': live\n\n');
  return events;
}

test('an entry is sent to who watches as soon as it is stored, as its canonical text', async (t) => {
  const { as } = await startCollector(t);
  const ask = await as(['ingest', 'read']);
  const events = await watch(ask);
  const [receipt] = await receiptsOf(await ask('/v1/entries', json({ action: 'door.open' })));
  await events.until(/\n\n.*\n\n/s);
  const kept = await (await ask(`/v1/entries/${receipt?.id}`)).text();
  assert.equal(events.text, `: live\n\nevent: entry\nid: ${receipt?.id}\ndata: ${kept}\n\n`);
  await events.close();
});

test('only matching entries of the own tenant are sent, and duplicates are not', async (t) => {
  const { as } = await startCollector(t);
  const ask = await as(['ingest', 'read'], 'acme');
  const other = await as(['ingest'], 'other');
  const events = await watch(ask, 'action:order.');
  await receiptsOf(await other('/v1/entries', json({ action: 'order.theirs' })));
  const batch = json([{ action: 'user.login' }, { action: 'order.ours' }]);
  const receipts = await receiptsOf(await ask('/v1/entries', batch));
  await receiptsOf(await ask('/v1/entries', json([receipts[1]?.entry])));
  await receiptsOf(await ask('/v1/entries', json({ action: 'order.last' })));
  await events.until('order.last');
  const actions = [...events.text.matchAll(/"action":"([^"]+)"/g)].map(([, action]) => action);
  assert.deepEqual(actions, ['order.ours', 'order.last']);
  await events.close();
});

test('the security headers are on a live answer too', async (t) => {
  const { as } = await startCollector(t);
  const answer = await (await as(['read']))('/v1/entries/live');
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  await answer.body?.cancel();
});

test('a stream ends when the key is revoked', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { collector, ask } = await startCollector(t);
  const { id, key } = await collector.createKey({ name: 'a', scopes: ['read'] });
  const authorization = `Bearer ${key}`;
  const events = await watch((path) => ask(path, { headers: { authorization } }));
  t.mock.timers.tick(15_000);
  await events.until(': beat\n\n');
  const headers = { authorization: `Bearer ${collector.localKey}` };
  assert.equal((await ask(`/v1/keys/${id}`, { method: 'DELETE', headers })).status, 204);
  t.mock.timers.tick(5000);
  await events.end();
});

test('streams end when the collector closes', async (t) => {
  const { as, collector } = await startCollector(t);
  const events = await watch(await as(['read']));
  const [text] = await Promise.all([events.end(), collector.close()]);
  assert.equal(text, ': live\n\n');
});

test('more than a hundred streams are refused', async (t) => {
  const { as } = await startCollector(t);
  const ask = await as(['read']);
  const open = await Promise.all(Array.from({ length: 100 }, () => watch(ask)));
  assert.equal((await ask('/v1/entries/live')).status, 503);
  await open.pop()?.close();
  const deadline = Date.now() + 5000;
  let status = 503;
  while (status !== 200 && Date.now() < deadline) {
    const answer = await ask('/v1/entries/live');
    status = answer.status;
    await answer.body?.cancel();
  }
  assert.equal(status, 200);
  await Promise.all(open.map((events) => events.close()));
});
