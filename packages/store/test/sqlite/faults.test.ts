import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isWhodidError, matches, type Query } from '@whodid/core';
import { createStore, type Store, sqliteDriver } from '@whodid/store';
import { makeEntry } from '@whodid/testkit';
import { openStoreIn, storeDirectory, tamper } from './store-directory.ts';

const program = fileURLToPath(new URL('./numbering-writer.ts', import.meta.url));
const condition = '--conditions=whodid-source';

test('what was acknowledged is there after kill -9, once each, and the index with it', async (t) => {
  const directory = storeDirectory(t);
  const acknowledged: number[] = [];
  for (const [round, commits] of [3, 11, 4].entries()) {
    const writer = startWriter(t, [program, directory, String(round), String(1 + round * 20)]);
    acknowledged.push(await killAfter(writer, commits));
  }
  const store = openStoreIn(t, directory);
  for (const [round, last] of acknowledged.entries()) {
    const numbers = await numbersOf(store, String(round));
    assert.equal(new Set(numbers).size, numbers.length, 'nothing twice');
    assert.ok(numbers.length >= last, `${numbers.length} of ${last} are there`);
  }
  assert.equal(tamper(directory, 'pragma integrity_check')[0]?.integrity_check, 'ok');
});

test('the lock of a process ends with it, also by kill -9', async (t) => {
  const directory = storeDirectory(t);
  const writer = startWriter(t, [program, directory]);
  await firstLine(writer);
  assert.throws(
    () => sqliteDriver({ directory }),
    (error) => isWhodidError(error, 'STORE_LOCKED') && error.facts.pid === writer.pid,
  );
  const reader = createStore(sqliteDriver({ directory, readOnly: true, threads: false }));
  assert.ok((await reader.list({ tenant: 'main', query: { type: 'all' } })).entries.length > 0);
  await reader.close();
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  openStoreIn(t, directory);
});

// A limit on the size of files stands for a disk that is full.
test('a disk that is full is an outage, and nothing is half written', async (t) => {
  const directory = storeDirectory(t);
  const limited = `ulimit -f 2000 && exec "$0" ${condition} "$@"`;
  const writer = startWriter(t, [program, directory, '0', '40'], limited);
  const lines: string[] = [];
  for await (const line of createInterface({ input: writer.stdout as NodeJS.ReadableStream })) {
    lines.push(line);
  }
  assert.equal(lines.pop(), 'failed STORE_UNAVAILABLE');
  const last = Number(lines.pop());
  const store = openStoreIn(t, directory);
  assert.equal((await numbersOf(store, '0')).length, last);
  assert.equal((await store.append([makeEntry()]))[0]?.fate, 'stored');
  assert.equal(tamper(directory, 'pragma integrity_check')[0]?.integrity_check, 'ok');
});

function startWriter(t: TestContext, args: readonly string[], shell?: string): ChildProcess {
  const child =
    shell === undefined
      ? spawn(process.execPath, [condition, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
      : spawn('sh', ['-c', shell, process.execPath, ...args], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

async function firstLine(child: ChildProcess): Promise<void> {
  await once(child.stdout as NodeJS.ReadableStream, 'data');
}

/** Kills a writer in the middle of its work; gives the last number that it acknowledged. */
async function killAfter(child: ChildProcess, commits: number): Promise<number> {
  let last = 0;
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    last = Number(line);
    seen += 1;
    if (seen === commits) child.kill('SIGKILL');
  }
  return last;
}

async function numbersOf(store: Store, round: string): Promise<readonly string[]> {
  const query: Query = {
    type: 'field',
    field: 'data',
    key: 'round',
    match: { type: 'anyOf', values: [round] },
  };
  const numbers: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list({ tenant: 'main', query, limit: 500, cursor });
    for (const { text } of page.entries) {
      const entry = JSON.parse(text);
      assert.ok(matches(query, entry));
      numbers.push(entry.data.number);
    }
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return numbers;
}
