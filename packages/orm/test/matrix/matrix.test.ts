// Every library, every operation, both databases: the entries are exactly what the triggers of the
// database have seen to be committed.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Heard, heard } from '../fixtures/heard.ts';
import { outbox } from '../fixtures/mode.ts';
import { type PostgresServer, postgresServer } from '../fixtures/postgres-server.ts';
import { claims, facts } from './judge.ts';
import { libraries } from './libraries.ts';
import { type Library, type OpenLibrary, type Operation, operations } from './library.ts';
import { matrixText } from './matrix-text.ts';
import { postgresScene, type Scene, sqliteScene } from './scene.ts';

let newest: PostgresServer;
let oldest: PostgresServer;
let directory: string;
const results = new Map<string, string>();

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'whodid-matrix-'));
  newest = await postgresServer();
  oldest = await postgresServer('oldest');
});
after(async () => {
  await newest.stop();
  await oldest.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Where each library is judged; on the oldest PostgreSQL it has to do the same. */
const places = libraries.flatMap((library) => {
  const name = `${library.name} on ${library.database}`;
  const here = { name, library, url: () => newest.url };
  if (library.database === 'SQLite') return [here];
  return [here, { name: `${name} 15`, library, url: () => oldest.url }];
});

for (const { name, library, url } of places) {
  describe(name, () => {
    let scene: Scene;
    let open: OpenLibrary;
    let ears: Heard;
    let ordinary: string | undefined;

    before(async () => {
      ears = heard();
      await ears.recorder.record({ action: 'matrix.begin' });
      ordinary = (await ears.take())[0]?.producer.epoch;
      const file = join(directory, `${library.name}.db`);
      const postgres = library.database === 'PostgreSQL';
      scene = postgres ? await postgresScene(url()) : await sqliteScene(file);
      open = await library.open(ears.recorder, postgres ? url() : file);
    });
    after(async () => {
      await open.close();
      await scene.close();
      await ears.close();
    });

    for (const operation of operations) {
      test(operation, async (context) => {
        const cell = open.cells[operation];
        if (typeof cell === 'string') {
          results.set(keyOf(library, operation), cell);
          context.diagnostic(`not supported: ${cell}`);
          return;
        }
        results.set(keyOf(library, operation), 'failed');
        await scene.reset();
        await ears.take();
        let interfered = false;
        await cell({
          interfere: async () => {
            if (!interfered) await scene.interfere();
            interfered = true;
          },
        });
        const expected = facts(await scene.truth());
        const entries = await ears.take();
        assert.deepEqual(claims(entries), expected);
        assert.equal(expected.length === 0, operation === 'rollback', 'what the operation did');
        assert.equal(interfered, operation === 'retry');
        assert.deepEqual(ears.faults, []);
        // Which way they went.
        const ways = new Set(entries.map(({ producer }) => producer.epoch !== ordinary));
        assert.deepEqual([...ways], entries.length === 0 ? [] : [outbox]);
        assert.doesNotMatch(JSON.stringify(entries), /password_hash|hash-of/);
        const transactions = new Set(entries.map(({ ambient }) => ambient?.transactionId));
        if (operation === 'transaction') assert.equal(transactions.size, 1);
        assert.ok(!transactions.has(undefined));
        results.set(keyOf(library, operation), 'yes');
      });
    }
  });
}

// After all of the above.
test('the guide has this matrix', () => {
  const text = matrixText(libraries, results);
  console.log(text);
  const guide = readFileSync(new URL('../../../../docs/guides/orm.md', import.meta.url), 'utf8');
  assert.ok(guide.includes(text), 'docs/guides/orm.md has another matrix');
});

function keyOf({ name, database }: Library, operation: Operation): string {
  return `${name} ${database} ${operation}`;
}
