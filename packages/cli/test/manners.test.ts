import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { catalogue } from '../src/catalogue.ts';
import { runWhodid } from './run-whodid.ts';

const empty = mkdtempSync(join(tmpdir(), 'whodid-'));
after(() => rmSync(empty, { recursive: true }));

interface Manner {
  readonly args: readonly string[];
  readonly env?: { readonly [name: string]: string };
  readonly code: number;
  readonly stdout?: RegExp;
  readonly stderr?: RegExp;
}

const nobody = { WHODID_URL: 'http://127.0.0.1:4', WHODID_KEY: 'whd_x_y' };
const nothing = /^$/;

// What scripts and people rely on. Where stdout is not given it must stay empty.
const manners: { readonly [name: string]: Manner } = {
  'help is data': { args: ['--help'], code: 0, stdout: /^Who did what/, stderr: nothing },
  'help of a command begins with examples': {
    args: ['query', '--help'],
    code: 0,
    stdout: /^.*\n\nExamples\n {2}whodid query /,
    stderr: nothing,
  },
  'help can be asked for in words': {
    args: ['help', 'keys', 'create'],
    code: 0,
    stdout: /--scope/,
  },
  'the version is data': { args: ['--version'], code: 0, stdout: /^\d+\.\d+\.\d+\n$/ },
  'nothing at all is a usage error': { args: [], code: 2, stderr: /Commands/ },
  'an unknown command has a suggestion': {
    args: ['qury'],
    code: 2,
    stderr: /^✖ Unknown command 'qury'\n {2}→ did you mean query\?\n$/,
  },
  'an unknown command in a group has a suggestion': {
    args: ['keys', 'crate'],
    code: 2,
    stderr: /→ did you mean create\?/,
  },
  'an unknown flag has a suggestion': {
    args: ['query', '--limt', '5'],
    code: 2,
    stderr: /^✖ Unknown option '--limt'\n {2}→ did you mean --limit\?\n$/,
  },
  'a missing operand is a usage error': { args: ['show'], code: 2, stderr: /'id'/ },
  'one operand too many is a usage error': { args: ['show', 'a', 'b'], code: 2, stderr: /✖/ },
  'a number out of range is a usage error': {
    args: ['query', '--limit', '0'],
    code: 2,
    stderr: /--limit must be a whole number from 1/,
  },
  'a wrong variable is told by its name': {
    args: ['server'],
    env: { WHODID_PORT: 'x' },
    code: 2,
    stderr: /WHODID_PORT must be a whole number/,
  },
  'half a configuration of access is told by what is missing': {
    args: ['server', '--port', '0'],
    env: { WHODID_OIDC_ISSUER: 'https://id.example' },
    code: 2,
    stderr: /→ set WHODID_OIDC_CLIENT_ID as well/,
  },
  'a flag comes before a variable': {
    args: ['server', '--port', 'y'],
    env: { WHODID_PORT: 'x' },
    code: 2,
    stderr: /--port must be a whole number/,
  },
  'a wrong colour word is a usage error': {
    args: ['doctor', '--color', 'blue'],
    code: 2,
    stderr: /--color must be/,
  },
  'a wrong time zone is a usage error': {
    args: ['query', '--tz', 'Mars/Base'],
    env: nobody,
    code: 2,
    stderr: /--tz must be/,
  },
  'a key is never a flag': { args: ['query', '--key', 'whd_secret'], code: 2, stderr: /'--key'/ },
  'nobody there is 7': { args: ['query'], env: nobody, code: 7, stderr: /ECONNREFUSED/ },
  'nothing running is 7': { args: ['tail'], code: 7, stderr: /→ start one with whodid server/ },
  'nothing to read is 7': { args: ['query'], code: 7, stderr: /No collector is running here/ },
  'a collector without a key is 6': {
    args: ['query', '--url', 'http://127.0.0.1:4'],
    code: 6,
    stderr: /→ set WHODID_KEY/,
  },
  'a key file that is not there is a usage error': {
    args: ['query', '--key-file', 'none'],
    code: 2,
    stderr: /key file cannot be read \(ENOENT\)/,
  },
  'doctor tells without colours through a pipe': {
    args: ['doctor'],
    code: 0,
    stdout: /^✔ node /,
    stderr: /0 problems/,
  },
  'NO_COLOR comes before FORCE_COLOR': {
    args: ['doctor'],
    env: { NO_COLOR: '1', FORCE_COLOR: '1' },
    code: 0,
    stdout: /^✔ node /,
  },
  'FORCE_COLOR brings colours': {
    args: ['doctor'],
    env: { FORCE_COLOR: '1' },
    code: 0,
    stdout: /^.\[32m✔/,
  },
};

for (const [name, manner] of Object.entries(manners)) {
  test(name, async () => {
    const { code, stdout, stderr } = await runWhodid(manner.args, {
      cwd: empty,
      ...(manner.env && { env: manner.env }),
    });
    assert.equal(code, manner.code, stderr);
    assert.match(stdout, manner.stdout ?? nothing);
    if (manner.stderr !== undefined) assert.match(stderr, manner.stderr);
    assert.doesNotMatch(stderr, /^ {4}at /m, 'no stack');
  });
}

test('looking leaves nothing behind', () => {
  assert.deepEqual(readdirSync(empty), []);
});

/** Commands that consist of commands. */
const groups = ['keys', 'users', 'streams'];

for (const { name } of catalogue) {
  test(`the help of ${name} fits a terminal of 80 by 40 and has examples`, async () => {
    const { code, stdout } = await runWhodid([name, '--help'], { cwd: empty });
    assert.equal(code, 0);
    const lines = stdout.split('\n');
    assert.ok(lines.length <= 40);
    for (const line of lines) assert.ok(line.length <= 80, line);
    assert.match(stdout, groups.includes(name) ? /Commands/ : /Examples/);
  });
}

test('an old Node is told so in a sentence', async () => {
  const pretend = `Object.defineProperty(process, 'versions', { value: { node: '20.19.0' } })`;
  const { code, stdout, stderr } = await runWhodid(['--version'], {
    cwd: empty,
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(pretend)}` },
  });
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(
    stderr,
    /^✖ whodid needs Node 24 or newer, this is 20\.19\.0 .*\n {2}→ install Node 24/,
  );
});

// A budget, not a benchmark: the best of a few, because the machine has other things to do.
test('help is there within 150 ms, twice that from source', async () => {
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const began = performance.now();
    await runWhodid(['--help'], { cwd: empty });
    times.push(performance.now() - began);
  }
  assert.ok(Math.min(...times) < 300, `${Math.round(Math.min(...times))} ms`);
});
