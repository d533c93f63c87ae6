import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { acceptsEngine } from '../../src/sqlite/engine-version.ts';
import { migrations } from '../../src/sqlite/migrations.ts';

test('versions of SQLite that can corrupt a WAL database are refused', () => {
  const refused = ['3.6.23', '3.7.0', '3.40.1', '3.51', '3.51.0', '3.51.2'];
  const accepted = ['3.51.3', '3.51.10', '3.52.0', '3.53.4', '4.0.0'];
  assert.deepEqual(refused.filter(acceptsEngine), []);
  assert.deepEqual(accepted.filter(acceptsEngine), accepted);
});

// A store that exists has run them. If this fails, undo the edit and add a step instead.
test('migrations are not edited after their release', () => {
  const digests = migrations.map((sql) =>
    createHash('sha256').update(sql).digest('hex').slice(0, 16),
  );
  assert.deepEqual(digests, ['1f6a18ac65912136', '434e9496f2c9a18d']);
});
