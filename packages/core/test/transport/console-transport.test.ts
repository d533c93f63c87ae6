import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import type { SealedText } from '@whodid/core';
import { lineOf } from '../../src/transport/console-transport.ts';
import { scratch } from '../ship/scratch.ts';

test('an entry is one line: time, who, what, on what, with what result', () => {
  const line = lineOf(
    textOf({
      occurredAt: '2026-11-21T12:04:31.207Z',
      actor: { type: 'user', id: 'u-17', name: 'Ada' },
      action: 'invoice.approve',
      targets: [{ type: 'invoice', id: '4711' }],
      outcome: 'success',
    }),
  );
  assert.equal(line, '12:04:31.207  u-17 Ada          invoice.approve       invoice 4711  success');
});

test('an HTTP exchange shows method, path, status code and duration', () => {
  const line = lineOf(
    textOf({
      occurredAt: '2026-11-21T12:04:31.207Z',
      actor: { type: 'anonymous', id: 'anonymous' },
      action: 'http.request',
      targets: [],
      outcome: 'failure',
      http: { method: 'GET', path: '/a', statusCode: 404, durationMs: 11.7 },
    }),
  );
  assert.match(line, /GET \/a 404 12 ms {2}failure$/);
});

// A name could move the cursor, hide what stands before it, or turn the reading direction.
test('captured text cannot play with the terminal', () => {
  const line = lineOf(
    textOf({
      occurredAt: '2026-11-21T12:04:31.207Z',
      actor: { type: 'user', id: 'u\u001b[2J\n', name: 'a\u202eb' },
      action: 'x',
      targets: [],
      outcome: 'success',
      message: '\u009b31m\u2028',
    }),
  );
  assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test('it prints one line for each entry to stdout, and nothing else', async (context) => {
  const { spoolDirectory, ringDirectory } = scratch(context);
  const code = `
    import { consoleTransport, createRecorder } from '@whodid/core';
    const recorder = createRecorder({
      spoolDirectory: ${JSON.stringify(spoolDirectory)},
      ringDirectory: ${JSON.stringify(ringDirectory)},
      transport: consoleTransport(),
    });
    for (let n = 0; n < 3; n += 1) recorder.record({ action: 'shop.order', message: 'no ' + n });`;
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const cwd = new URL('../..', import.meta.url);
  const child = spawn(
    process.execPath,
    ['--conditions=whodid-source', '--input-type=module', '-e', code],
    { env, cwd },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: Buffer) => {
      output += piece.toString();
    });
  }
  await once(child, 'close');
  const lines = output.split('\n');
  assert.equal(lines.length, 4);
  for (const [index, line] of lines.slice(0, 3).entries()) {
    assert.match(line, new RegExp(`shop\\.order .*no ${index} .*success$`));
  }
});

function textOf(entry: object): { readonly text: SealedText } {
  return { text: JSON.stringify(entry) as SealedText };
}
