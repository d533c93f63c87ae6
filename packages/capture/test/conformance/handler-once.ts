import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recorder } from '@whodid/core';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import type { Listening } from '../fixtures/listening.ts';

/** What a handler got. */
export interface Seen {
  readonly request: object;
  readonly body: unknown;
}

/** An app with one route, `POST /orders/:id`, that reads JSON and answers JSON. */
export interface OneRoute {
  readonly recorder: Recorder;
  readonly skip: () => boolean;
  /** Called by what stands in front of the route, with the request as handlers get it. */
  arrived(request: object): void;
  /** The handler: what it gives back is the answer; what it throws answers 500. */
  handle(seen: Seen): object;
}

/** Serves {@link OneRoute} with one framework. */
export type ServeOneRoute = (route: OneRoute) => Promise<Listening>;

const sent = { password: 'hunter2', card: '4111 1111 1111 1111', nested: [{ token: 'abc' }] };

/** That capture neither runs a handler again nor hands it anything but what the app would see bare. */
export function handlerOnceConformance(name: string, serve: ServeOneRoute): void {
  for (const skipped of [false, true]) {
    const what = skipped ? 'a request that is skipped' : 'a request';
    test(`${name}: the handler of ${what} runs once, with the original objects`, async () => {
      const { seen, arrived, answer, recorder } = await play(serve, skipped, () => answered);
      assert.equal(seen.length, 1);
      assert.equal(arrived.length, 1);
      assert.equal(seen[0]?.request, arrived[0]);
      assert.deepEqual(seen[0]?.body, sent);
      assert.deepEqual(answer, answered);
      assert.equal(recorder.drafts.length, skipped ? 0 : 1);
    });
  }

  test(`${name}: a handler that throws runs once`, async () => {
    const { seen, recorder } = await play(serve, false, () => {
      throw new TypeError('thrown');
    });
    assert.equal(seen.length, 1);
    assert.equal(recorder.drafts[0]?.http?.statusCode, 500);
  });
}

// Whatever writes to it throws.
const answered = Object.freeze({ id: '7', secret: 'shown', items: Object.freeze(['a']) });

async function play(serve: ServeOneRoute, skipped: boolean, answer: () => object) {
  const recorder = collectingRecorder();
  const seen: Seen[] = [];
  const arrived: object[] = [];
  const { url, close } = await serve({
    recorder,
    skip: () => skipped,
    arrived: (request) => void arrived.push(request),
    handle(got) {
      seen.push(got);
      return answer();
    },
  });
  const response = await fetch(`${url}/orders/7?token=abc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer abc' },
    body: JSON.stringify(sent),
  });
  const text = await response.text();
  if (!skipped) await recorder.find(() => true);
  await close();
  assert.deepEqual(recorder.faults, []);
  return { recorder, seen, arrived, answer: response.ok ? JSON.parse(text) : undefined };
}
