import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const writer = fileURLToPath(new URL('fixtures/console-writer.ts', import.meta.url));

test('scenario 24: each audit line is printed once, as JSON, and the app’s as text', async () => {
  const lines = (await print()).split('\n').slice(0, -1);
  assert.equal(lines.length, 4);
  assert.match(lines[0] ?? '', /^\d{4}-\d\d-\d\d [\d:.]{12} \[INFO {4}\] from the app \[shop\]/);
  const audit = lines.slice(1).map((line) => JSON.parse(line) as { [name: string]: unknown });
  assert.deepEqual(
    audit.map(({ name, level, log_type }) => [name, level, log_type]),
    [
      ['audit.request', 'API', 'api'],
      ['audit.model', 'AUDIT', 'audit'],
      ['audit.login', 'LOGIN', 'login'],
    ],
  );
});

test('a reader that goes away does not break the app', async () => {
  const child = spawn('sh', ['-c', `"$NODE" --conditions=whodid-source "$APP" | true`], {
    env: { ...process.env, NODE: process.execPath, APP: writer },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  await once(child, 'close');
  assert.equal(errors, '');
});

async function print(): Promise<string> {
  const child = spawn(process.execPath, ['--conditions=whodid-source', writer], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  return output;
}
