import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { afterwards } from '../afterwards.ts';
import { type Running, runWhodid, startWhodid, until } from '../run-whodid.ts';

test('it says where it is, keeps its data to itself, and goes with 0 on SIGTERM', async (t) => {
  const { server, url, dataDir } = await startServer(t);
  assert.equal((await fetch(new URL('/healthz', url))).status, 200);
  const link = /Sign in, once: (http\S+\?token=\S+)/.exec(server.stderr())?.[1] ?? '';
  assert.equal((await fetch(link, { redirect: 'manual' })).status, 303);
  assert.equal(readFileSync(join(dataDir, '.gitignore'), 'utf8'), '*\n');
  assert.equal(statSync(dataDir).mode & 0o777, 0o700);
  assert.equal(statSync(join(dataDir, 'local.json')).mode & 0o777, 0o600);
  assert.doesNotMatch(server.stdout(), /token|key/);

  server.process.kill('SIGTERM');
  assert.equal(await server.ended(), 0);
  assert.equal(existsSync(join(dataDir, 'local.json')), false);
});

test('Ctrl-C is 0 as well, and what was stored is there the next time', async (t) => {
  const first = await startServer(t);
  const made = await runWhodid(['emit', 'a.b', '--data-dir', first.dataDir]);
  assert.equal(made.code, 0);
  first.server.process.kill('SIGINT');
  assert.equal(await first.server.ended(), 0);

  const second = await startServer(t, first.dataDir);
  const shown = await runWhodid(['show', made.stdout.trim(), '--data-dir', second.dataDir]);
  assert.equal(shown.code, 0);
  assert.match(shown.stdout, /^a\.b {2}success/);
  second.server.process.kill('SIGTERM');
  await second.server.ended();
});

test('a request under way is answered before it goes', async (t) => {
  const { server, dataDir, request } = await withRequestUnderWay(t);
  server.process.kill('SIGTERM');
  await server.says(/Stopping/);
  request.finish();
  assert.equal(await server.ended(), 0);
  assert.match(request.answer(), /^HTTP\/1\.1 200 .*"fate":"stored"/s);
  const found = await runWhodid([
    'query',
    'action:slow.post',
    '--fail-empty',
    '--data-dir',
    dataDir,
  ]);
  assert.equal(found.code, 0);
});

test('a second signal ends it at once', async (t) => {
  const { server } = await withRequestUnderWay(t);
  server.process.kill('SIGINT');
  await server.says(/Stopping/);
  await new Promise((resolve) => setTimeout(resolve, 500));
  server.process.kill('SIGINT');
  assert.equal(await server.ended(), 130);
});

// npm and npx pass on a Ctrl-C that the terminal has sent to us already.
test('the echo of a signal is not a second one', async (t) => {
  const { server, request } = await withRequestUnderWay(t);
  server.process.kill('SIGINT');
  await server.says(/Stopping/);
  server.process.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 100));
  request.finish();
  assert.equal(await server.ended(), 0);
  assert.match(request.answer(), /"fate":"stored"/);
});

test('a port that is taken is told with who has it and what to do', async (t) => {
  const { url, server, directory } = await startServer(t);
  const { port } = new URL(url);
  const other = join(directory, 'other');
  const { code, stderr } = await runWhodid(['server', '--port', port, '--data-dir', other]);
  assert.equal(code, 1);
  const who = process.platform === 'linux' ? ` by pid ${server.pid} \\(.*\\)` : '';
  assert.match(
    stderr,
    new RegExp(
      `✖ Port ${port} is in use${who}\n  → whodid server --port ${Number(port) + 1}, ` +
        `or open the running one: http://127\\.0\\.0\\.1:${port}\n$`,
    ),
  );
});

test('a directory that is in use is told with who has it', async (t) => {
  const { dataDir, server } = await startServer(t);
  const { code, stderr } = await runWhodid(['server', '--port', '0', '--data-dir', dataDir]);
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`is open in another whodid \\(pid ${server.pid}\\)\n  → `));
});

// A shell that npm started ends on a signal without passing it on, and we would stay behind.
test('under npm it leaves when the shell above it does', {
  skip: process.platform === 'win32',
}, async (t) => {
  const directory = temporary(t);
  const bin = fileURLToPath(new URL('../../bin/whodid.js', import.meta.url));
  const shell = spawn('sh', ['-c', `'${process.execPath}' '${bin}' server --port 0; true`], {
    cwd: directory,
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  shell.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  await until(
    () => /Sign in/.test(err),
    10_000,
    () => err,
  );
  const { pid } = JSON.parse(readFileSync(join(directory, '.whodid', 'local.json'), 'utf8'));
  shell.kill('SIGTERM');
  await until(
    () => !runs(pid),
    10_000,
    () => err,
  );
  assert.match(err, /Stopping/);
});

// A server that has half of a good request, and so something to wait for.
async function withRequestUnderWay(t: TestContext): Promise<{
  server: Running;
  dataDir: string;
  request: { finish(): void; answer(): string };
}> {
  const key = 'k'.repeat(40);
  const { server, url, dataDir } = await startServer(t, undefined, { WHODID_ADMIN_KEY: key });
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => {});
  afterwards(t, () => socket.destroy());
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  const body = '{"action":"slow.post"}';
  socket.write(
    `POST /v1/entries HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n` +
      `expect: 100-continue\r\n\r\n${body.slice(0, 5)}`,
  );
  // The server says when it has begun to read.
  await until(
    () => answer.includes('100 Continue'),
    5000,
    () => answer,
  );
  answer = '';
  return {
    server,
    dataDir,
    request: { finish: () => void socket.write(body.slice(5)), answer: () => answer },
  };
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function startServer(
  t: TestContext,
  dataDir?: string,
  env: { readonly [name: string]: string } = {},
): Promise<{ server: Running; url: string; dataDir: string; directory: string }> {
  const directory = dataDir === undefined ? temporary(t) : join(dataDir, '..');
  const own = dataDir ?? join(directory, '.whodid');
  const server = startWhodid(['server', '--port', '0', '--json'], { cwd: directory, env });
  afterwards(t, async () => {
    server.process.kill('SIGKILL');
    await server.ended();
  });
  // On stdout, a moment after the link on stderr.
  await until(() => server.stdout().endsWith('\n'), 20_000, server.stderr);
  const { url } = JSON.parse(server.stdout());
  return { server, url, dataDir: own, directory };
}

function temporary(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-server-'));
  afterwards(t, () => rmSync(directory, { recursive: true }));
  return directory;
}

test('limits and proxies come from the environment, and what is none stops the start', async (t) => {
  const { url } = await startServer(t, undefined, {
    WHODID_RATE_LIMITS: 'anonymousPerAddress=6',
    WHODID_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8',
  });
  const from = async (address: string) => {
    const headers = { 'x-forwarded-for': address };
    return (await fetch(new URL('/openapi.json', url), { headers })).status;
  };
  assert.deepEqual([await from('192.0.2.1'), await from('192.0.2.1')], [200, 429]);
  assert.equal(await from('192.0.2.2'), 200);
  const wrong = async (...flags: string[]) => {
    const args = ['server', '--port', '0', '--data-dir', temporary(t), ...flags];
    const { code, stderr } = await runWhodid(args);
    assert.notEqual(code, 0);
    return stderr;
  };
  assert.match(
    await wrong('--rate-limits', 'many'),
    /✖ --rate-limits must be off or limits\n {2}→ as in/,
  );
  assert.match(await wrong('--rate-limits', 'ingestPerTenat=5'), /did you mean ingestPerTenant/);
  assert.match(await wrong('--trusted-proxies', 'proxy'), /trustedProxies must be a list of addr/);
});

test('without limits nothing is refused', async (t) => {
  const { url } = await startServer(t, undefined, { WHODID_RATE_LIMITS: 'off' });
  for (let n = 0; n < 20; n += 1)
    assert.equal((await fetch(new URL('/openapi.json', url))).status, 200);
});

test('rules of redaction come from a file, and a file that is none stops the start', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-redact-'));
  afterwards(t, () => rmSync(directory, { recursive: true }));
  const rules = join(directory, 'rules.json');
  const start = () =>
    runWhodid(['server', '--port', '0', '--redact', 'rules.json'], { cwd: directory });

  const missing = await start();
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /rules\.json holds no rules of redaction/);
  writeFileSync(rules, '{"maskKey":["iban"]}');
  const unknown = await start();
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /redact\.maskKey, did you mean redact\.maskKeys\?|maskKeys/);
});
