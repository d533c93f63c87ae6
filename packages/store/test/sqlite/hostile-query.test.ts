import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileQuery } from '../../src/sqlite/compile-query.ts';
import { SqliteReader } from '../../src/sqlite/reader.ts';
import { printExpression } from '../../src/sqlite/token-expression.ts';
import { entryFields, queriesFor } from './arbitraries.ts';
import { openStoreIn, storeDirectory } from './store-directory.ts';

const entries = fc.sample(entryFields, { numRuns: 40, seed: 3 }).map((make, index) => make(index));
const queries = queriesFor(entries);

// All statements are prepared before the first query is seen, so nothing of it can be in one.
test('no query adds a statement to those that a reader starts with', async (t) => {
  const directory = storeDirectory(t);
  await openStoreIn(t, directory).append(entries);
  const statements: string[] = [];
  const { prepare, exec } = DatabaseSync.prototype;
  t.mock.method(DatabaseSync.prototype, 'prepare', function (this: DatabaseSync, sql: string) {
    statements.push(sql);
    return prepare.call(this, sql);
  });
  t.mock.method(DatabaseSync.prototype, 'exec', function (this: DatabaseSync, sql: string) {
    statements.push(sql);
    return exec.call(this, sql);
  });
  const reader = new SqliteReader(directory);
  t.after(() => reader.close());
  const atStart = new Set(statements);
  const frame = { from: null, to: null, after: null, limit: 5, round: 0 };
  fc.assert(
    fc.property(queries, fc.string(), (query, other) => {
      for (const tenant of ['main', other]) reader.readPart({ tenant, query, ...frame });
    }),
  );
  const added = [...new Set(statements)].filter((sql) => !atStart.has(sql));
  assert.deepEqual(added.toSorted(), ['begin', 'rollback']);
});

// What goes to FTS5 is a parameter, but has a grammar of its own.
test('nothing in a query is read as an operator of the full text search', () => {
  const source = {
    listed: (start: string) => [`${start}x`],
    indexed: (start: string) => [`${start}y`],
  };
  const grammar = /^(?:\(|\)|"[^"\p{Cc} ]+"\*?| (?:AND|OR|NOT) )*$/u;
  fc.assert(
    fc.property(queries, (query) => {
      const { expression } = compileQuery(query, 1, source);
      if (expression.type === 'all' || expression.type === 'none') return;
      assert.match(printExpression(expression, '==1'), grammar);
    }),
  );
});
