import assert from 'node:assert/strict';
import { AsyncResource } from 'node:async_hooks';
import { Agent, get, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type Draft, RawBody, type Recorder } from '@whodid/core';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import type { Listening } from '../fixtures/listening.ts';
import { type SharedDatabase, sharedDatabase } from '../fixtures/shared-database.ts';

/**
 * Serves one handler for all paths, captured by `recorder`. The actor is who stands in `user` of the
 * handler's request.
 */
export type ServeHandler = (
  recorder: Recorder,
  handler: (req: IncomingMessage, res: ServerResponse) => void,
) => Promise<Listening>;

/** What an entry recorded inside a request must carry: all of it is told by the request id. */
interface Step {
  readonly own: string;
  readonly step: string;
  readonly requestId: string | undefined;
  readonly actor: string;
}

const requests = 200;
const steps = ['start', 'data', 'end', 'signed-in', 'awaited', 'called-back', 'later'];

/** That what the app records while it handles a request belongs to that request and no other. */
export function ambientConformance(name: string, serve: ServeHandler): void {
  test(`${name}: ${requests} interleaved requests never mix actor, body and request id`, async () => {
    const recorder = collectingRecorder();
    const seen: Step[] = [];
    // Opened by the first request, so that it belongs to that one as far as the runtime knows.
    let database: SharedDatabase | undefined;
    const { port, close } = await serve(recorder, (req, res) => {
      database ??= sharedDatabase();
      void handle(req, res, recorder, seen, database);
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    await Promise.all(Array.from({ length: requests }, (_, at) => post(port, agent, `r-${at}`)));
    agent.destroy();
    await recorder.find(() => recorder.drafts.filter(isRequest).length === requests);
    await close();
    await database?.close();

    for (const { own, step, requestId, actor } of seen) {
      const signedIn = steps.indexOf(step) >= steps.indexOf('signed-in');
      assert.equal(requestId, own, `${step} of ${own}`);
      assert.equal(actor, signedIn ? userOf(own) : 'anonymous', `${step} of ${own}`);
    }
    for (const step of steps) {
      // Of the body two parts come at most, of everything else there is one.
      const count = seen.filter((each) => each.step === step).length;
      assert.ok(step === 'data' ? count >= requests : count === requests, `${count} ${step}`);
    }
    const drafts = recorder.drafts.filter(isRequest);
    assert.deepEqual(
      new Set(drafts.map(toFacts)),
      new Set(Array.from({ length: requests }, (_, at) => factsOf(`r-${at}`))),
    );
  });

  test(`${name}: an entry asks for its actor when it is recorded`, async () => {
    const recorder = collectingRecorder();
    const seen: unknown[] = [];
    const { port, close } = await serve(recorder, (req, res) => {
      void recorder.record({ action: 'before' });
      seen.push(actorNow(recorder));
      Object.assign(req, { user: { id: 'ada' } });
      void recorder.record({ action: 'after' });
      seen.push(actorNow(recorder));
      res.end();
    });
    await new Promise((resolve) =>
      get({ port, agent: false }, (res) => void res.resume().on('end', resolve)),
    );
    await recorder.find(({ http }) => http !== undefined);
    await close();

    assert.deepEqual(seen, ['anonymous', 'ada']);
  });
}

async function handle(
  req: IncomingMessage,
  res: ServerResponse,
  recorder: CollectingRecorder,
  seen: Step[],
  database: SharedDatabase,
): Promise<void> {
  const own = String(req.headers['x-request-id']);
  const note = (step: string): void => {
    void recorder.record({ action: 'step' });
    const { requestId } = recorder.surroundings.at(-1) ?? {};
    seen.push({ own, step, requestId, actor: actorNow(recorder) });
  };
  note('start');
  // Listeners hear of the body from the connection, which all its requests share.
  req.on('data', () => note('data'));
  await new Promise((resolve) => req.on('end', resolve));
  note('end');
  await wait(Math.random() * 4);
  Object.assign(req, { user: { id: userOf(own) } });
  note('signed-in');
  const value = await new Promise((resolve) => database.ask(own, resolve));
  assert.equal(value, own);
  note('awaited');
  // As pools do it that know of asynchronous context.
  await new Promise<void>((resolve) => {
    database.ask(
      own,
      AsyncResource.bind(() => resolve(note('called-back'))),
    );
  });
  await wait(Math.random() * 4);
  note('later');
  res.setHeader('content-type', 'text/plain').end(own);
}

function actorNow({ surroundings }: CollectingRecorder): string {
  const { actor } = surroundings.at(-1) ?? {};
  return typeof actor === 'function' ? (actor()?.id ?? 'none') : 'not asked';
}

function isRequest({ http }: Draft): boolean {
  return http !== undefined;
}

function toFacts({ ambient, actor, http }: Draft): string {
  const texts = [http?.request.body, http?.response.body].map((body) =>
    body instanceof RawBody ? Buffer.from(body.bytes).toString() : String(body),
  );
  return [ambient?.requestId, actor?.id, ...texts].join(' ');
}

function factsOf(id: string): string {
  return [id, userOf(id), bodyOf(id).join(''), id].join(' ');
}

function userOf(id: string): string {
  return `user of ${id}`;
}

function bodyOf(id: string): readonly [string, string] {
  return [`first part of ${id}, `, `last part of ${id}`];
}

function post(port: number, agent: Agent, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-request-id': id, 'content-type': 'text/plain' };
    const sent = request({ port, agent, method: 'POST', headers });
    const [first, last] = bodyOf(id);
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.on('data', (chunk) => assert.equal(String(chunk), id));
      response.on('end', resolve);
    });
    sent.write(first);
    // So that a part of the body comes in a packet of its own.
    setTimeout(() => sent.end(last), Math.random() * 4);
  });
}
