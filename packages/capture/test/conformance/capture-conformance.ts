import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { type Draft, type DraftMessage, RawBody, type Recorder } from '@whodid/core';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import type { Listening } from '../fixtures/listening.ts';
import type { ClientScript, Expected, Sees } from './client-script.ts';
import { scripts } from './exchanges.ts';

/** A framework with one way to capture it. */
export interface Subject {
  readonly name: string;
  /** Whether entries must have the route. */
  readonly routes: boolean;
  /** @defaultValue `requests` */
  readonly sees?: Sees;
  /** Names of scripts whose requests the framework answers before anything of the app runs. */
  readonly unseen?: readonly string[];
  /** Serves the app of the suite, captured by `recorder` or bare. */
  serve(recorder: Recorder | null): Promise<Listening>;
}

/** What a client saw, and how many entries were there before it came. */
interface Played {
  readonly bytes: string;
  readonly from: number;
  readonly to: number;
}

const order: readonly Sees[] = ['requests', 'parse-errors', 'everything'];

/** What capture promises, whatever the framework: see the names of the tests. */
export function captureConformance(subject: Subject): void {
  test(`${subject.name}: every request is recorded once, and clients see what they saw bare`, async (t) => {
    const bare = await playAll(subject, null);
    const recorder = collectingRecorder();
    const captured = await playAll(subject, recorder);

    for (const script of scripts) {
      const { name } = script;
      await t.test(name, () => {
        const played = captured.get(name) as Played;
        const saw = bare.get(name)?.bytes ?? '';
        assert.equal(comparable(played.bytes), comparable(saw), 'the client saw something else');
        assertRecorded(subject, script, recorder, played);
      });
    }
    await t.test('nothing more', () => {
      const expected = scripts.map((script) => countOf(subject, script));
      assert.equal(
        recorder.drafts.length,
        expected.reduce((sum, each) => sum + each, 0),
      );
      assert.deepEqual(recorder.faults, []);
    });
  });
}

async function playAll(
  subject: Subject,
  recorder: CollectingRecorder | null,
): Promise<ReadonlyMap<string, Played>> {
  const { port, server, close } = await subject.serve(recorder);
  const played = new Map<string, Played>();
  for (const script of scripts) {
    const from = recorder?.drafts.length ?? 0;
    const bytes = await script.play(port, server);
    if (recorder !== null) await recorded(recorder, from + countOf(subject, script));
    played.set(script.name, { bytes, from, to: recorder?.drafts.length ?? 0 });
  }
  await close();
  return played;
}

/** Waits for so many entries; if they do not come, the assertions say so. */
async function recorded(recorder: CollectingRecorder, count: number): Promise<void> {
  if (recorder.drafts.length >= count) return;
  await recorder.find(() => recorder.drafts.length >= count).catch(() => {});
}

/** How many entries a script must leave. */
function countOf({ sees = 'requests', unseen = [] }: Subject, script: ClientScript): number {
  const { name, expected, unreadable, seenBy = 'requests' } = script;
  if (unseen.includes(name) || order.indexOf(sees) < order.indexOf(seenBy)) return 0;
  return Object.keys(expected).length + (unreadable === undefined ? 0 : 1);
}

/** Without the moment, and without the request id that only captured answers have. */
function comparable(bytes: string): string {
  return bytes
    .replaceAll(/^date: .*$/gim, 'date: (some)')
    .replaceAll(/^x-request-id: .*\r\n/gim, '');
}

function assertRecorded(
  subject: Subject,
  script: ClientScript,
  recorder: CollectingRecorder,
  { bytes, from, to }: Played,
): void {
  const found = recorder.drafts.slice(from, to);
  assert.equal(found.length, countOf(subject, script), 'so many entries');
  if (found.length === 0) return;
  const { expected, unreadable } = script;
  const ids = Object.keys(expected);
  for (const [, id] of bytes.matchAll(/^x-request-id: (.*)\r$/gim)) {
    assert.ok(ids.includes(id ?? ''), `the client was told the id ${id}`);
  }
  for (const [id, each] of Object.entries(expected)) {
    const own = found.filter((draft) => draft.ambient?.requestId === id);
    assert.equal(own.length, 1, `${own.length} entries for ${id}`);
    assertOne(subject, own[0] as Draft, each, bytes);
  }
  if (unreadable !== undefined) assertUnreadable(found[0] as Draft, unreadable);
}

function assertUnreadable({ outcome, reason, client }: Draft, expected: RegExp): void {
  assert.equal(outcome, 'failure');
  assert.match(reason ?? '', expected);
  assert.equal(client?.ip, '127.0.0.1');
}

function assertOne({ routes }: Subject, draft: Draft, expected: Expected, bytes: string): void {
  const { http, outcome, kind, action, level, client, occurredAt } = draft;
  assert.ok(http !== undefined);
  assert.deepEqual([kind, action, level], ['http.in', 'http.request', 22]);
  assert.equal(client?.ip, '127.0.0.1');
  assert.ok(typeof occurredAt === 'number' && Date.now() - occurredAt < 60_000);
  assert.ok(http.durationMs > 0 && http.durationMs < 10_000);
  const statusCode = expected.statusCode === 'seen' ? lastStatus(bytes) : expected.statusCode;
  assert.equal(outcome, expected.outcome ?? outcomeOf(statusCode), http.error);
  assert.equal(http.method, expected.method);
  assert.equal(http.url, expected.url ?? `http://shop.example${expected.path}`);
  assert.equal(http.statusCode, statusCode);
  if (routes && expected.route !== undefined) assert.equal(http.route, expected.route);
  if (expected.error !== undefined) assert.equal(http.error, expected.error);
  assertMessages(http, expected);
}

/** What the client saw last; informational answers come before. */
function lastStatus(bytes: string): number {
  const [, code] = [...bytes.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].at(-1) ?? [];
  return Number(code);
}

function outcomeOf(statusCode: number | undefined): string {
  if (statusCode === 401 || statusCode === 403) return 'denied';
  return statusCode === undefined || statusCode >= 400 ? 'failure' : 'success';
}

function assertMessages(
  { request, response }: { request: DraftMessage; response: DraftMessage },
  expected: Expected,
): void {
  if (expected.requestBytes !== 'any') {
    assert.equal(request.bodyBytes, expected.requestBytes ?? 0);
  }
  if (expected.url !== expected.path) assert.equal(request.headers.host, 'shop.example');
  if (expected.responseBytes !== undefined) {
    assert.equal(response.bodyBytes, expected.responseBytes);
  }
  if (expected.requestBody !== undefined) assert.equal(bodyText(request), expected.requestBody);
  if (expected.responseBody !== undefined) assert.equal(bodyText(response), expected.responseBody);
  if (expected.cut) {
    assert.equal(response.cut, true);
    assert.equal(bodyText(response)?.length, 16_384);
  } else if (expected.responseBytes !== undefined) {
    assert.equal(response.cut, undefined);
  }
}

function bodyText({ body }: DraftMessage): string | undefined {
  if (!(body instanceof RawBody)) return undefined;
  const bytes = body.contentEncoding === 'gzip' ? gunzipSync(body.bytes) : Buffer.from(body.bytes);
  return bytes.toString('utf8');
}
