import 'reflect-metadata';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nestCapture } from '@whodid/capture/nest';
import type { Draft } from '@whodid/core';
import { conformanceModule } from '../conformance/nest-app.ts';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import type { Listening } from '../fixtures/listening.ts';
import { listeningNest, nestPlatforms } from '../fixtures/nest-platforms.ts';
import { policyApps } from './policy-apps.ts';

const order: RequestInit = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"tea":2}',
};

/** Sends requests to some paths, one after the other; gives back what was recorded of each. */
async function play(
  recorder: CollectingRecorder,
  { url, close }: Listening,
  asked: readonly (readonly [path: string, init?: RequestInit])[],
): Promise<readonly (Draft | undefined)[]> {
  for (const [path, init] of asked) {
    const response = await fetch(url + path, init);
    assert.ok(response.ok, `${path} was answered ${response.status}`);
    await response.text();
  }
  await close();
  return asked.map(([path]) => recorder.drafts.find(({ http }) => http?.url === url + path));
}

const bodies = (draft: Draft | undefined): readonly boolean[] => [
  draft?.http?.request.body !== undefined,
  draft?.http?.response.body !== undefined,
];

for (const [name, make] of policyApps) {
  test(`${name}: rules and routes decide how much is kept`, async () => {
    const recorder = collectingRecorder();
    const server = await (await make(recorder)).serve();
    const asked = [['/health'], ['/people/7'], ['/cards', order], ['/orders', order]] as const;
    const [health, person, card, placed] = await play(recorder, server, asked);
    assert.deepEqual([health, card], [undefined, undefined]);
    assert.deepEqual([person?.http?.name, ...bodies(person)], ['people.show', false, false]);
    assert.ok((person?.http?.response.bodyBytes ?? 0) > 0);
    assert.deepEqual(bodies(placed), [true, true]);
  });
}

for (const [name, make] of nestPlatforms) {
  test(`${name}: rules decide how much is kept`, async () => {
    const recorder = collectingRecorder();
    const app = await make(conformanceModule);
    const rules = [{ path: '/text' }, { path: '/orders/:id', keep: 'metadata' }] as const;
    nestCapture(app, recorder, { rules });
    const asked = [['/text'], ['/orders/7'], ['/echo', order]] as const;
    const [text, one, echo] = await play(recorder, await listeningNest(app), asked);
    assert.equal(text, undefined);
    assert.deepEqual([one?.http?.route, ...bodies(one)], ['/orders/:id', false, false]);
    assert.deepEqual(bodies(echo), [true, true]);
  });
}
