import assert from 'node:assert/strict';
import { once } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { connect, Socket } from 'node:net';
import { test } from 'node:test';
import { expressCapture } from '@whodid/capture/express';
import { BodyTap } from '../../src/exchange/body-tap.ts';
import { observeRequest, observeResponse } from '../../src/exchange/observe.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { listening } from '../fixtures/listening.ts';
import { request } from '../fixtures/raw-client.ts';

test('a request that nobody reads does not begin to flow', () => {
  const stream = new IncomingMessage(new Socket());
  observeRequest(stream, new BodyTap(10), {
    rejoin: (method, self, args) => Reflect.apply(method, self, args),
  });
  stream.push('abc');

  assert.equal(stream.readableFlowing, null);
  assert.equal(stream.readableLength, 3);
  assert.equal(stream.listenerCount('data') + stream.listenerCount('readable'), 0);
});

test('methods give back what they gave before, and get what they got', () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const calls: unknown[][] = [];
  const tap = new BodyTap(10);
  const answer = Symbol('answer');
  Object.assign(response, {
    write(this: unknown, ...args: unknown[]) {
      calls.push([this === response, ...args]);
      return answer;
    },
    end(this: ServerResponse, ...args: unknown[]) {
      // As HTTP/2 does it. The same bytes are not counted twice.
      return this.write(args[0] as string);
    },
  });
  observeResponse(response, tap);
  const callback = (): void => {};

  assert.equal(response.write('abc', 'latin1', callback), answer);
  assert.equal(response.end('de'), answer);
  assert.deepEqual(calls, [
    [true, 'abc', 'latin1', callback],
    [true, 'de'],
  ]);
  assert.equal(tap.bytes, 5);
});

test('an error of the method reaches the caller', () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  observeResponse(response, new BodyTap(10));
  assert.throws(() => response.write(7 as never), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => response.write(null), { code: 'ERR_STREAM_NULL_VALUES' });
});

test('a slow client holds the app back exactly as it did bare', async () => {
  const bare = await pressure(false);
  const captured = await pressure(true);
  assert.deepEqual(captured, bare);
  assert.ok(bare.includes(false) && bare.includes('drain'), 'the client was not slow enough');
});

/** What `write` gives back, and when `drain` comes, for a client that reads late. */
async function pressure(capture: boolean): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const middleware = expressCapture(collectingRecorder());
  const { port, close } = await listening((req, res) => {
    const respond = async (): Promise<void> => {
      for (let part = 0; part < 6; part += 1) {
        const more = res.write(Buffer.alloc(4_000_000, part));
        seen.push(more);
        if (more) continue;
        await once(res, 'drain');
        seen.push('drain');
      }
      res.end();
    };
    if (capture) middleware(req, res, () => void respond());
    else void respond();
  });
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  socket.write(request('GET /'));
  setTimeout(() => socket.resume(), 30);
  await once(socket, 'close');
  await close();
  return seen;
}
