import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scratch } from '../ship/scratch.ts';
import { StubCollector } from '../ship/stub-collector.ts';
import { until } from '../ship/until.ts';
import { startApp } from './run-app.ts';

const count = 200;

for (const where of ['ring', 'spool'] as const) {
  test(`a damaged byte in the ${where} costs one entry: the rest arrives, a gap names it`, async (context) => {
    const places = scratch(context);
    const stub = await StubCollector.start();
    context.after(() => stub.down());
    // Killed at once, all is in the ring. At the natural end of a program without a transport, all
    // has come to the spool.
    const END = where === 'ring' ? 'kill' : 'natural';
    await startApp(context, places, { COUNT: String(count), END, NAME: 'first' }).ended;
    // What the thread may have brought there already would make up for the ring.
    if (where === 'ring') rmSync(places.spoolDirectory, { recursive: true, force: true });
    const root = where === 'ring' ? places.ringDirectory : places.spoolDirectory;
    damage(root, where === 'ring' ? '.ring' : '.seg', '"number":100}');
    startApp(context, places, { URL: stub.url, COUNT: '1', END: 'stay', NAME: 'next' });
    await until('the rest arrives', () => stub.texts.size >= count + 1);
    await until('a gap is recorded', () => stub.entries.some(({ kind }) => kind === 'gap'));
    const own = stub.entries.filter(({ service }) => service.name === 'first');
    assert.equal(own.length, count - 1);
    const gap = stub.entries.find(({ kind }) => kind === 'gap') ?? assert.fail();
    const { first, last, epoch } = gap.data as unknown as {
      first: number;
      last: number;
      epoch: string;
    };
    assert.deepEqual([first, last], [101, 101]);
    assert.equal(epoch, own[0]?.producer.epoch);
    const kept = join(places.spoolDirectory, 'quarantine');
    const [file] = readdirSync(kept);
    assert.match(file ?? '', new RegExp(`^${epoch}-.+\\.damaged$`));
    assert.ok(readFileSync(join(kept, file ?? '')).includes('test.count'));
  });
}

function damage(root: string, ending: string, text: string): void {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((candidate) => candidate.endsWith(ending))) {
    const path = join(root, name);
    const bytes = readFileSync(path);
    const at = bytes.indexOf(text);
    if (at === -1) continue;
    bytes[at + 3] = 0x2a;
    writeFileSync(path, bytes);
    return;
  }
  assert.fail('nothing to damage');
}
