import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Draft, type DraftMessage, RawBody, type Recorder } from '@whodid/core';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import type { Listening } from '../fixtures/listening.ts';
import { alsoExpected, type Expected, scripts } from './exchanges.ts';

/** A framework with one way to capture it. */
export interface Subject {
  readonly name: string;
  /** Whether entries must have the route. */
  readonly routes: boolean;
  /** Serves the app of the suite, captured by `recorder` or bare. */
  serve(recorder: Recorder | null): Promise<Listening>;
}

/** What capture promises, whatever the framework: see the names of the tests. */
export function captureConformance(subject: Subject): void {
  test(`${subject.name}: every request is recorded once, and clients see what they saw bare`, async (t) => {
    const bare = await playAll(subject, null);
    const recorder = collectingRecorder();
    const captured = await playAll(subject, recorder);

    for (const { name, expected } of scripts) {
      await t.test(name, () => {
        assert.equal(captured.get(name), bare.get(name), 'the client saw something else');
        for (const [id, each] of Object.entries(expected)) assertOne(subject, recorder, id, each);
      });
    }
    for (const [id, each] of Object.entries(alsoExpected)) {
      await t.test(id, () => assertOne(subject, recorder, id, each));
    }
    await t.test('nothing more', () => {
      const ids = [...scripts.map(({ expected }) => expected), alsoExpected].flatMap(Object.keys);
      assert.equal(recorder.drafts.length, ids.length);
      assert.deepEqual(recorder.faults, []);
    });
  });
}

async function playAll(
  subject: Subject,
  recorder: CollectingRecorder | null,
): Promise<ReadonlyMap<string, string>> {
  const { port, close } = await subject.serve(recorder);
  const seen = new Map<string, string>();
  for (const { name, play, expected } of scripts) {
    seen.set(name, withoutDate(await play(port)));
    if (recorder === null) continue;
    for (const id of Object.keys(expected)) {
      await recorder.find((draft) => draft.ambient?.requestId === id).catch(() => {});
    }
  }
  await close();
  return seen;
}

function withoutDate(bytes: string): string {
  return bytes
    .replaceAll(/^date: .*$/gim, 'date: (some)')
    .replaceAll(/^x-request-id: .*\r\n/gim, '');
}

function assertOne(
  { routes }: Subject,
  recorder: CollectingRecorder,
  id: string,
  expected: Expected,
): void {
  const found = recorder.drafts.filter((draft) => draft.ambient?.requestId === id);
  assert.equal(found.length, 1, `${found.length} entries for ${id}`);
  const [{ http, outcome, kind, action, level, client, occurredAt }] = found as [Draft];
  assert.ok(http !== undefined);
  assert.deepEqual([kind, action, level], ['http.in', 'http.request', 22]);
  assert.equal(client?.ip, '127.0.0.1');
  assert.ok(typeof occurredAt === 'number' && Date.now() - occurredAt < 60_000);
  assert.ok(http.durationMs > 0 && http.durationMs < 10_000);
  assert.equal(outcome, expected.outcome);
  assert.equal(http.method, expected.method);
  assert.equal(new URL(http.url).host, 'shop.example');
  assert.equal(http.url.replace('http://shop.example', ''), expected.path);
  assert.equal(http.statusCode, expected.statusCode);
  if (routes && expected.route !== undefined) assert.equal(http.route, expected.route);
  if (expected.error !== undefined) assert.equal(http.error, expected.error);
  assertMessages(http, expected);
}

function assertMessages(
  { request, response }: { request: DraftMessage; response: DraftMessage },
  expected: Expected,
): void {
  assert.equal(request.bodyBytes, expected.requestBytes ?? 0);
  assert.equal(request.headers.host, 'shop.example');
  if (expected.responseBytes !== undefined) {
    assert.equal(response.bodyBytes, expected.responseBytes);
  }
  if (expected.requestBody !== undefined) assert.equal(bodyText(request), expected.requestBody);
  if (expected.responseBody !== undefined) assert.equal(bodyText(response), expected.responseBody);
  if (expected.cut) {
    assert.equal(response.cut, true);
    assert.equal(bodyText(response)?.length, 16_384);
  } else {
    assert.equal(response.cut, undefined);
  }
}

function bodyText({ body }: DraftMessage): string | undefined {
  return body instanceof RawBody ? Buffer.from(body.bytes).toString('utf8') : undefined;
}
