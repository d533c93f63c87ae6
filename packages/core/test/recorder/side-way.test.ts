import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FaultLimit } from '../../src/recorder/fault-limit.ts';
import { SideWay, type SideWayParts } from '../../src/recorder/side-way.ts';
import type { FromDelivery } from '../../src/ship/messages.ts';

test('while text files cannot be written INTERNAL is told once a minute, and no longer', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const limit = new FaultLimit();
  const told: number[] = [];
  let nowMs = 0;
  let say: (message: FromDelivery) => void = () => undefined;
  const parts = {
    name: 'streams',
    ring: { release: () => undefined },
    startThread: ({ onMessage }: { readonly onMessage: typeof say }) => {
      say = onMessage;
      return { close: () => Promise.resolve() };
    },
    // As the recorder does it.
    onFault: () => void (limit.pass('streams', nowMs) !== null && told.push(nowMs)),
  };
  const copies = new SideWay(parts as unknown as SideWayParts);
  const live = (forMs: number): void => {
    for (const end = nowMs + forMs; nowMs < end; ) {
      nowMs += 50;
      t.mock.timers.tick(50);
    }
  };

  live(17_300);
  say({ type: 'trouble', trouble: 'text-files: ENOSPC' });
  live(150_000);
  // Another reason, of the same kind.
  say({ type: 'trouble', trouble: 'text-files: EROFS' });
  live(450_000);
  assert.equal(told.length, 10);
  assert.equal(told[0], 17_300);
  for (const [at, first] of told.slice(0, -1).entries()) {
    const gapMs = (told[at + 1] ?? 0) - first;
    assert.ok(gapMs >= 60_000 && gapMs < 61_000, `${gapMs} ms`);
  }

  say({ type: 'trouble', trouble: null });
  live(600_000);
  assert.equal(told.length, 10);
  await copies.close(0);
});
