import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { copyForms, curlForRequest, entryJson } from '../../src/entry/copy-as.ts';
import { sampleEntry, sampleHttp } from '../fixtures/sample-entry.ts';

const origin = 'http://127.0.0.1:4747';

/** The arguments that curl would get, from a shell in which it only prints them. */
function argumentsOf(command: string): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  assert.equal(stderr, '');
  return stdout.split('\0').slice(0, -1);
}

test('an entry is copied as link, JSON, curl and command line', () => {
  const entry = sampleEntry();
  const forms = Object.fromEntries(
    copyForms(entry, origin).map(({ label, text }) => [label, text]),
  );
  assert.equal(forms.Link, `${origin}/entries/${entry.id}`);
  assert.deepEqual(JSON.parse(forms.JSON ?? ''), entry);
  assert.equal(forms['Command line'], `whodid show ${entry.id}`);
  assert.deepEqual(argumentsOf(`WHODID_KEY=k; ${forms.curl}`), [
    '-H',
    'Authorization: Bearer k',
    `${origin}/v1/entries/${entry.id}`,
  ]);
  assert.ok(!('curl of the request' in forms));
});

test('a request becomes a curl that sends the same', () => {
  const http = sampleHttp({
    request: { headers: { accept: '*/*', host: 'shop.example' }, body: { a: [1] }, bodyBytes: 9 },
  });
  assert.deepEqual(argumentsOf(curlForRequest(http)), [
    '--globoff',
    '-X',
    'POST',
    '--url',
    'https://shop.example/orders?page=2',
    '-H',
    'accept: */*',
    '--data-raw',
    '{"a":[1]}',
  ]);
});

test('a hostile request makes curl read no file and the shell run nothing', () => {
  const http = sampleHttp({
    method: '-K/etc/passwd; id',
    url: 'file:///etc/passwd',
    request: {
      headers: { '@/etc/passwd': '', 'x-y': '@$(id)\n' },
      body: '@/etc/passwd',
      bodyBytes: 1,
    },
  });
  assert.deepEqual(argumentsOf(curlForRequest(http)).slice(1), [
    '-X',
    '-K/etc/passwd; id',
    '--url',
    'file:///etc/passwd',
    '-H',
    'x-y: @$(id)\n',
    '--data-raw',
    '@/etc/passwd',
  ]);
});

test('characters that turn writing round are escaped in JSON and mean the same', () => {
  const json = entryJson({ name: 'a\u202eb', note: 'line\nline' });
  assert.ok(!json.includes('\u202e'));
  assert.deepEqual(JSON.parse(json), { name: 'a\u202eb', note: 'line\nline' });
});
