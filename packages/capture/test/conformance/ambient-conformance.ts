import assert from 'node:assert/strict';
import { Agent, get, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Recorder } from '@whodid/core';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import type { Listening } from '../fixtures/listening.ts';

/** Serves one handler for all paths, captured by `recorder`. */
export type ServeHandler = (
  recorder: Recorder,
  handler: (req: IncomingMessage, res: ServerResponse) => void,
) => Promise<Listening>;

/** That what the app records while it handles a request belongs to that request and no other. */
export function ambientConformance(name: string, serve: ServeHandler): void {
  test(`${name}: 200 interleaved requests never mix what is ambient`, async () => {
    const recorder = collectingRecorder();
    const { port, close } = await serve(recorder, (req, res) => {
      const own = req.headers['x-request-id'];
      const note = (step: string): void => {
        void recorder.record({ action: 'step', data: { own, step } });
      };
      note('start');
      // Listeners hear of the body from the connection, which all its requests share.
      req.on('data', () => note('data'));
      req.on('end', async () => {
        note('end');
        for (let turn = 0; turn < 3; turn += 1) {
          await wait(Math.random() * 4);
          note('later');
        }
        res.end(own);
      });
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    await Promise.all(Array.from({ length: 200 }, (_, at) => post(port, agent, `r-${at}`)));
    agent.destroy();
    await recorder.find(() => recorder.drafts.filter(({ http }) => http).length === 200);
    await close();

    let steps = 0;
    for (const [at, { action, data }] of recorder.drafts.entries()) {
      if (action !== 'step') continue;
      steps += 1;
      const { own, step } = data as { own: string; step: string };
      assert.equal(recorder.surroundings[at]?.requestId, own, `${step} of ${own}`);
      assert.equal(recorder.surroundings[at]?.client?.ip, '127.0.0.1');
    }
    assert.equal(steps, 200 * 6);
  });

  test(`${name}: an entry asks for its actor when it is recorded`, async () => {
    const recorder = collectingRecorder();
    const seen: unknown[] = [];
    const { port, close } = await serve(recorder, (req, res) => {
      const actor = (): unknown => {
        const { actor: asked } = recorder.surroundings.at(-1) ?? {};
        return typeof asked === 'function' ? asked()?.id : 'not asked';
      };
      void recorder.record({ action: 'before' });
      seen.push(actor());
      Object.assign(req, { user: { id: 'ada' } });
      void recorder.record({ action: 'after' });
      seen.push(actor());
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

function post(port: number, agent: Agent, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, agent, method: 'POST', headers: { 'x-request-id': id } });
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.on('data', (chunk) => assert.equal(String(chunk), id));
      response.on('end', resolve);
    });
    sent.write('first ');
    // So that a part of the body comes in a packet of its own.
    setTimeout(() => sent.end(), Math.random() * 4);
  });
}
