import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { collectorTransport, createRecorder, type EntryFields, type Recorder } from '@whodid/core';
import { outboundClients } from '../conformance/outbound-clients.ts';
import { closedPort } from '../fixtures/closed-port.ts';
import { type Listening, listening } from '../fixtures/listening.ts';
import { type StubCollector, stubCollector } from '../fixtures/stub-collector.ts';

let directory: string;
let collector: StubCollector;
let recorder: Recorder;
let server: Listening;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'whodid-outbound-'));
  collector = await stubCollector();
  recorder = createRecorder({
    service: 'shop',
    transport: collectorTransport({ url: collector.url, key: 'whd_test_key' }),
    spoolDirectory: join(directory, 'spool'),
    ringDirectory: join(directory, 'ring'),
    maxWaitMs: 10,
  });
  server = await listening((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://host');
    request.resume().on('end', () => {
      if (pathname === '/html') {
        response.setHeader('content-type', 'text/html').end('<p>hello</p>');
        return;
      }
      response.statusCode = pathname === '/missing' ? 404 : 200;
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end('{"paid":true,"token":"tok-answer"}');
    });
  });
});
after(async () => {
  await recorder.close();
  await Promise.all([server.close(), collector.close()]);
  rmSync(directory, { recursive: true });
});

for (const client of outboundClients) {
  test(`scenario 23, ${client.name}: one entry for each call, true and masked`, async () => {
    collector.entries.length = 0;
    const { call, stop } = client.start(recorder);
    const refused = await closedPort();
    await assert.rejects(
      call(`${refused}/pay?page=2`),
      (error) => codeOf(error) === 'ECONNREFUSED',
    );
    await call(
      `${server.url}/pay?access_token=tok-query&page=2`,
      '{"user":"ada","password":"pw-1"}',
    );
    await call(`${server.url}/html`);
    await call(`${server.url}/missing`);
    await recorder.flush('remote');
    stop();
    const entries = collector.entries.toSorted((a, b) => a.producer.seq - b.producer.seq);

    // What brought the entries to the collector are calls, too, and none of these.
    assert.deepEqual(entries.map(summary), [
      ['/pay', undefined, 'failure', true],
      ['/pay', 200, 'success', false],
      ['/html', 200, 'success', false],
      ['/missing', 404, 'failure', false],
    ]);
    const [, paid, html] = entries.map(({ http }) => http);
    assert.equal(paid?.query.page, '2');
    assert.deepEqual(Object.keys(paid?.request.body ?? {}), ['password', 'user']);
    assert.deepEqual(Object.keys(paid?.response.body ?? {}), ['paid', 'token']);
    assert.equal(html?.response.bodyBytes, 12);
    const text = JSON.stringify(entries);
    for (const secret of ['tok-query', 'pw-1', 'tok-answer']) assert.ok(!text.includes(secret));
  });
}

function summary({ http, outcome }: EntryFields): unknown[] {
  return [http?.path, http?.statusCode, outcome, http?.error !== undefined];
}

function codeOf(error: unknown): unknown {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return code ?? cause?.code;
}
