import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { spoolPlaces } from '../../src/spool/spool-places.ts';
import { type Scratch, scratch } from '../ship/scratch.ts';
import { StubCollector } from '../ship/stub-collector.ts';
import { until } from '../ship/until.ts';
import { openRecorder } from './open-recorder.ts';
import { startApp } from './run-app.ts';

const spoilers = {
  'a file': (path: string) => writeFileSync(path, ''),
  'a link to somewhere else': (path: string) => {
    mkdirSync(`${path}-target`);
    symlinkSync(`${path}-target`, path);
  },
};

for (const [what, spoil] of Object.entries(spoilers)) {
  test(`where the ring should be is ${what}: the ring is in the spool directory`, async (context) => {
    const places = scratch(context);
    const { ring } = spoolPlaces(places.spoolDirectory, places.ringDirectory);
    spoil(ring?.path ?? assert.fail());
    const { recorder, stub } = await openRecorder(context, {}, places);
    assert.equal((await recorder.record({ action: 'a' })).level, 'process');
    assert.equal(recorder.state().level, 'process');
    const found = readdirSync(places.spoolDirectory, { recursive: true, encoding: 'utf8' });
    assert.equal(found.filter((name) => name.endsWith('.ring')).length, 1);
    await recorder.record({ action: 'b' }, { until: 'remote' });
    assert.equal(stub.texts.size, 2);
  });
}

test('a ring on disk survives SIGKILL as well', async (context) => {
  const places = scratch(context);
  rmSync(places.ringDirectory, { recursive: true });
  writeFileSync(places.ringDirectory, '');
  const stub = await StubCollector.start();
  context.after(() => stub.down());
  await startApp(context, places, { URL: stub.url, COUNT: '300', END: 'kill' }).ended;
  startApp(context, places, { URL: stub.url, COUNT: '1', END: 'stay', NAME: 'next' });
  await until('everything arrives', () => stub.texts.size === 301);
});

test('a spool directory that cannot be used is passed over, and the state says so', async (context) => {
  const places = withoutSpool(scratch(context));
  const { spoolDirectory, ringDirectory } = places;
  const second = spoolPlaces(spoolDirectory, ringDirectory).spool[1] ?? assert.fail();
  context.after(() => rmSync(second.path, { recursive: true, force: true }));
  const { recorder, stub } = await openRecorder(context, {}, places);
  await stub.down();
  await recorder.record({ action: 'a' }, { until: 'host' });
  assert.ok(second.path.startsWith(tmpdir()));
  assert.equal(readdirSync(second.path).length, 1);
  await until('the state says so', () => /ENOTDIR/.test(recorder.state().trouble ?? ''));
  await stub.up();
  await recorder.flush('remote');
  assert.equal(stub.texts.size, 1);
});

test('without any disk entries go out from memory, and are never called durable', async (context) => {
  const places = withoutDisk(context, scratch(context));
  const { recorder, stub } = await openRecorder(context, {}, places);
  await stub.down();
  await assert.rejects(recorder.record({ action: 'a' }, { until: 'host', waitMs: 200 }), {
    code: 'ACKNOWLEDGEMENT_LATE',
  });
  assert.equal(recorder.state().onHost, 0);
  await stub.up();
  await recorder.flush('remote');
  assert.equal(stub.texts.size, 1);
});

test('with no place at all the app runs on, and every entry is counted', async (context) => {
  const places = withoutDisk(context, scratch(context));
  rmSync(places.ringDirectory, { recursive: true });
  writeFileSync(places.ringDirectory, '');
  const { recorder } = await openRecorder(context, {}, places);
  for (let count = 0; count < 10; count += 1) void recorder.record({ action: 'a' });
  const { level, dropped, recorded, trouble } = recorder.state();
  assert.deepEqual([level, dropped, recorded, trouble], ['captured', 10, 0, 'ENOTDIR']);
  assert.ok(!existsSync(places.spoolDirectory));
});

function withoutSpool(places: Scratch): Scratch {
  writeFileSync(join(places.root, 'file'), '');
  return { ...places, spoolDirectory: join(places.root, 'file', 'spool') };
}

function withoutDisk(context: TestContext, places: Scratch): Scratch {
  const without = withoutSpool(places);
  const previous = process.env.TMPDIR;
  // What is tried when the spool directory cannot be used.
  process.env.TMPDIR = join(places.root, 'file');
  context.after(() => {
    if (previous === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = previous;
  });
  return without;
}
