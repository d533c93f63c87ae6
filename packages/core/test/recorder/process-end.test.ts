import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { type Scratch, scratch } from '../ship/scratch.ts';
import { StubCollector } from '../ship/stub-collector.ts';
import { until } from '../ship/until.ts';
import { acknowledged, startApp } from './run-app.ts';

const count = 2000;

// The end itself sees to nothing but the natural one: the ring has the entries, and the next process
// on the same directory delivers them.
const ends = [
  ['natural', 0],
  ['exit', 0],
  ['throw', 1],
  ['term', 'SIGTERM'],
  ['kill', 'SIGKILL'],
] as const;

for (const [end, expected] of ends) {
  test(`nothing is lost and nothing is stored twice when an app ends by ${end}`, async (context) => {
    const { stub, places } = await setUp(context);
    const first = await startApp(context, places, env(stub, { END: end, NAME: 'first' })).ended;
    assert.equal(first.end, expected);
    startApp(context, places, env(stub, { END: 'stay', NAME: 'second', COUNT: '1' }));
    await allArrive(stub, places);
  });
}

test('at the natural end of a script everything is delivered and no trace is left', async (context) => {
  const { stub, places } = await setUp(context);
  const { output } = await startApp(context, places, env(stub, { END: 'natural' })).ended;
  assert.equal(output, '');
  assertAllArrived(stub, places);
  assert.deepEqual(readdirSync(places.spoolDirectory), []);
  assert.deepEqual(readdirSync(places.ringDirectory), []);
});

test('after close nothing is left behind', async (context) => {
  const { stub, places } = await setUp(context);
  assert.equal((await startApp(context, places, env(stub, { END: 'close' })).ended).end, 0);
  assertAllArrived(stub, places);
  assert.deepEqual(readdirSync(places.spoolDirectory), []);
  assert.deepEqual(readdirSync(places.ringDirectory), []);
});

test('the natural end waits at most 2 s for a collector that is away', async (context) => {
  const { stub, places } = await setUp(context);
  await stub.down();
  const startedAt = performance.now();
  assert.equal((await startApp(context, places, env(stub, { END: 'natural' })).ended).end, 0);
  assert.ok(performance.now() - startedAt < 10_000);
  await stub.up();
  startApp(context, places, env(stub, { NAME: 'next', COUNT: '1', END: 'stay' }));
  await allArrive(stub, places);
});

test('an app killed again and again loses nothing that record() returned for', async (context) => {
  const { stub, places } = await setUp(context);
  for (let round = 0; round < 4; round += 1) {
    const app = startApp(
      context,
      places,
      env(stub, { NAME: `r${round}`, COUNT: '1000000', PAUSE: '20' }),
    );
    await until('it records', () => acknowledged(places).at(-1)?.startsWith(`r${round} `) === true);
    await new Promise((resolve) => setTimeout(resolve, 30 + round * 40));
    app.child.kill('SIGKILL');
    assert.equal((await app.ended).end, 'SIGKILL');
  }
  startApp(context, places, env(stub, { NAME: 'last', COUNT: '1', END: 'stay' }));
  await allArrive(stub, places);
});

async function setUp(context: TestContext): Promise<{ stub: StubCollector; places: Scratch }> {
  const stub = await StubCollector.start();
  context.after(() => stub.down());
  return { stub, places: scratch(context) };
}

function env(stub: StubCollector, more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { URL: stub.url, COUNT: String(count), ...more };
}

async function allArrive(stub: StubCollector, places: Scratch): Promise<void> {
  await until('everything arrives', () => missing(stub, places).length === 0);
  assertNoneTwice(stub);
}

function assertAllArrived(stub: StubCollector, places: Scratch): void {
  assert.deepEqual(missing(stub, places), []);
  assertNoneTwice(stub);
}

// Ids are unique in the stub, so a number that is there once was stored once.
function assertNoneTwice(stub: StubCollector): void {
  const there = arrived(stub);
  assert.equal(new Set(there).size, there.length, 'a number was stored twice');
}

function missing(stub: StubCollector, places: Scratch): readonly string[] {
  const there = new Set(arrived(stub));
  return acknowledged(places).filter((ack) => !there.has(ack));
}

function arrived(stub: StubCollector): readonly string[] {
  return stub.entries
    .filter(({ action }) => action === 'test.count')
    .map(({ data }) => {
      const { name, number } = data as { name: string; number: number };
      return `${name} ${number}`;
    });
}
