import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { type Draft, RawBody, type Recorder } from '@whodid/core';
import { openCallCount } from '../../src/outbound/open-calls.ts';
import { outboundClients } from '../conformance/outbound-clients.ts';
import { closedPort } from '../fixtures/closed-port.ts';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { type Listening, listen } from '../fixtures/listening.ts';

let server: Listening;
/** `x-request-id` and `traceparent` as they came, by path. */
const received = new Map<string, readonly (string | string[] | undefined)[]>();

before(async () => {
  server = await listen(
    createServer((request, response) => {
      const { url = '', headers } = request;
      received.set(url, [headers['x-request-id'], headers.traceparent]);
      request.resume().on('end', () => {
        if (url === '/broken') {
          response.writeHead(200, { 'content-length': '100' }).write('half');
          setTimeout(() => request.socket.destroy(), 20);
          return;
        }
        response.statusCode = Number(/\d{3}$/.exec(url)?.[0] ?? 200);
        response.setHeader('content-type', 'application/json').end('{"ok":true}');
      });
    }),
  );
});
after(() => server.close());

for (const client of outboundClients) {
  describe(client.name, () => {
    test('a call is one entry, with both bodies', async () => {
      const recorder = collectingRecorder();
      const { call, stop } = client.start(recorder);
      const answer = await call(`${server.url}/orders?page=2`, '{"total":7}');
      const draft = await only(recorder);
      stop();

      assert.deepEqual(answer, { statusCode: 200, body: '{"ok":true}' });
      const { http } = draft;
      assert.equal(draft.kind, 'http.out');
      assert.equal(draft.action, 'http.call');
      assert.equal(draft.level, 22);
      assert.equal(draft.outcome, 'success');
      assert.equal(http?.method, 'POST');
      assert.equal(http?.url, `${server.url}/orders?page=2`);
      assert.equal(http?.statusCode, 200);
      assert.ok((http?.durationMs ?? 0) > 0);
      assert.equal(bodyText(http?.request.body), '{"total":7}');
      assert.equal(http?.request.bodyBytes, 11);
      assert.equal(bodyText(http?.response.body), '{"ok":true}');
      assert.equal(http?.response.bodyBytes, 11);
      assert.equal(http?.request.headers['content-type'], 'application/json');
      assert.equal(http?.response.headers['content-type'], 'application/json');
      assert.equal(http?.error, undefined);
    });

    test('the outcome follows the status code', async () => {
      const recorder = collectingRecorder();
      const { call, stop } = client.start(recorder);
      for (const code of [201, 401, 403, 404, 503]) await call(`${server.url}/${code}`);
      await settled(recorder, 5);
      stop();

      assert.deepEqual(
        recorder.drafts.map(({ outcome, http }) => [http?.statusCode, outcome]),
        [
          [201, 'success'],
          [401, 'denied'],
          [403, 'denied'],
          [404, 'failure'],
          [503, 'failure'],
        ],
      );
    });

    test('a connection that is refused is one failure, and its error reaches the caller', async () => {
      const recorder = collectingRecorder();
      const { call, stop } = client.start(recorder);
      const url = await closedPort();
      await assert.rejects(call(`${url}/?token=hidden`), refused);
      const { outcome, http } = await only(recorder);
      stop();

      assert.equal(outcome, 'failure');
      assert.equal(http?.statusCode, undefined);
      assert.match(http?.error ?? '', /^\w+: ECONNREFUSED$/);
    });

    test('an answer that breaks off is one failure', async () => {
      const recorder = collectingRecorder();
      const { call, stop } = client.start(recorder);
      await assert.rejects(call(`${server.url}/broken`));
      const { outcome, http } = await only(recorder);
      stop();

      assert.equal(outcome, 'failure');
      assert.match(http?.error ?? '', /^\w+: \w+$/);
    });

    test('200 calls at once keep their own request id and actor', async () => {
      const recorder = collectingRecorder();
      const { call, stop } = client.start(recorder);
      const ids = Array.from({ length: 200 }, (_, at) => `r-${at}`);
      await Promise.all(
        ids.map((id) =>
          recorder.within({ requestId: id, actor: { type: 'user', id } }, async () => {
            await sleep(Math.random() * 20);
            await call(`${server.url}/${id}/200`);
          }),
        ),
      );
      await settled(recorder, 200);
      stop();

      assert.equal(recorder.drafts.length, 200);
      for (const [at, { http }] of recorder.drafts.entries()) {
        const surrounding = recorder.surroundings[at];
        const id = /r-\d+/.exec(http?.url ?? '')?.[0];
        assert.equal(surrounding?.requestId, id);
        assert.deepEqual(surrounding?.actor, { type: 'user', id });
      }
    });

    test('a recorder that throws everywhere changes nothing for the caller', async () => {
      const { call, stop } = client.start(throwingRecorder());
      assert.deepEqual(await call(`${server.url}/200`, '{}'), {
        statusCode: 200,
        body: '{"ok":true}',
      });
      await assert.rejects(call(await closedPort()), refused);
      stop();
    });

    test('calls that are over leave nothing behind', async () => {
      const recorder = { ...collectingRecorder(), capture: () => {} };
      const { call, stop } = client.start(recorder);
      for (let round = 0; round < 100; round += 1) {
        await Promise.all(Array.from({ length: 20 }, () => call(`${server.url}/200`)));
      }
      await until(() => openCallCount() === 0);
      stop();
    });

    test('what is to be skipped is not recorded; what `skip` throws is a fault', async () => {
      const recorder = collectingRecorder();
      const { call, stop } = client.start(recorder, {
        skip({ method, url }) {
          if (url.endsWith('/health')) return method === 'GET';
          throw new Error('no idea');
        },
      });
      await call(`${server.url}/health`);
      await call(`${server.url}/200`);
      const { http } = await only(recorder);
      stop();

      assert.equal(http?.url, `${server.url}/200`);
      assert.equal(recorder.faults[0]?.where, 'capture.skip');
    });

    test('ids are sent on only if that is wanted', async () => {
      const recorder = collectingRecorder();
      const ids = {
        requestId: 'r-1',
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
      };
      for (const propagate of [false, true]) {
        const { call, stop } = client.start(recorder, { propagate });
        await recorder.within(ids, () => call(`${server.url}/${propagate}`));
        stop();
      }

      assert.deepEqual(received.get('/false'), [undefined, undefined]);
      assert.deepEqual(received.get('/true'), [
        'r-1',
        '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00',
      ]);
    });

    test('a recorder that makes calls itself does not record those', async () => {
      const recorder = collectingRecorder();
      const calls: Promise<unknown>[] = [];
      const { call, stop } = client.start({
        ...recorder,
        capture(toDraft) {
          recorder.capture(toDraft);
          calls.push(call(`${server.url}/alarm/200`));
        },
      });
      await call(`${server.url}/200`);
      await until(() => calls.length > 0);
      await Promise.all(calls);
      await sleep(20);
      stop();

      assert.equal(calls.length, 1);
      assert.equal(recorder.drafts.length, 1);
    });

    test('of a long body only the beginning is kept', async () => {
      const recorder = collectingRecorder();
      const { call, stop } = client.start(recorder, { bodyLimitBytes: 4 });
      await call(`${server.url}/200`, '{"total":7}');
      const { http } = await only(recorder);
      stop();

      assert.equal(bodyText(http?.request.body), '{"to');
      assert.deepEqual([http?.request.bodyBytes, http?.request.cut], [11, true]);
      assert.equal(bodyText(http?.response.body), '{"ok');
      assert.deepEqual([http?.response.bodyBytes, http?.response.cut], [11, true]);
    });
  });
}

/** The one draft, after time enough for a second. */
async function only(recorder: CollectingRecorder): Promise<Draft> {
  const draft = await recorder.find(() => true);
  await sleep(10);
  assert.equal(recorder.drafts.length, 1);
  return draft;
}

function settled(recorder: CollectingRecorder, count: number): Promise<void> {
  return until(() => recorder.drafts.length >= count);
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!holds()) {
    assert.ok(Date.now() < deadline, 'it did not come to that');
    await turn();
  }
}

function bodyText(body: unknown): string {
  assert.ok(body instanceof RawBody);
  return Buffer.from(body.bytes).toString();
}

function refused(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return code === 'ECONNREFUSED' || cause?.code === 'ECONNREFUSED';
}

function throwingRecorder(): Recorder {
  const fail = (): never => {
    throw new Error('broken');
  };
  return {
    record: fail,
    auth: fail,
    capture: fail,
    within: fail,
    as: fail,
    fault: fail,
    outbox: fail,
    newId: fail,
    now: fail,
    state: fail,
    flush: fail,
    hold: fail,
    on: fail,
    off: fail,
    close: fail,
  };
}
