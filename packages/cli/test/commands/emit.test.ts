import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { afterwards } from '../afterwards.ts';
import { withCollector } from './with-collector.ts';

test('one entry is told by its id and can be shown', async (t) => {
  const { run } = await withCollector(t);
  const made = await run([
    ...['emit', 'order.refund', '--actor', 'ada', '--target', 'order:1042=#1042'],
    ...['--target', 'user:alan', '--reason', 'damaged', '--outcome', 'denied'],
    ...['--data', '{"plan":"gold","password":"hunter2-secret"}', '--message', 'a sentence'],
  ]);
  assert.equal(made.code, 0);
  const { code, stdout } = await run(['show', made.stdout.trim(), '--json']);
  assert.equal(code, 0);
  const entry = JSON.parse(stdout);
  assert.deepEqual(
    [entry.action, entry.actor, entry.targets, entry.reason, entry.outcome, entry.data.plan],
    [
      'order.refund',
      { type: 'user', id: 'ada' },
      [
        { type: 'order', id: '1042', name: '#1042' },
        { type: 'user', id: 'alan' },
      ],
      'damaged',
      'denied',
      'gold',
    ],
  );
  assert.doesNotMatch(stdout, /hunter2/);
  const page = await run(['show', entry.id]);
  assert.match(page.stdout, /order\.refund order #1042 user alan {2}denied\n/);
  assert.match(page.stdout, /taken out\n {2}data\.password/);
});

test('flags that cannot be read are usage errors that name them', async (t) => {
  const { run } = await withCollector(t);
  for (const [args, told] of [
    [['--target', 'order'], /--target must be type:id/],
    [['--data', '{'], /--data must be JSON/],
    [['--outcome', 'sucess'], /→ did you mean success\?/],
    [['--retry-for', 'ever'], /--retry-for must be a whole number/],
  ] as const) {
    const { code, stderr } = await run(['emit', 'a.b', ...args]);
    assert.equal(code, 2);
    assert.match(stderr, told);
  }
});

test('bad lines are told by number and cost their neighbours nothing', async (t) => {
  const { run } = await withCollector(t);
  const input = [
    '{"action":"a.one"}',
    '{"action":"a.two","oops":1}',
    'hunter2-secret {',
    '',
    '[]',
    '{"action":"a.three"}',
  ];
  const { code, stdout, stderr } = await run(['emit', '-', '--json'], { stdin: chunk(input) });
  assert.equal(code, 1);
  assert.match(stderr, /line 2: refused: .*oops/);
  assert.match(stderr, /line 3: refused: not JSON\n/);
  assert.match(stderr, /line 5: refused: /);
  assert.match(stderr, /2 stored, 0 there already, 3 refused; done up to line 6\n$/);
  assert.doesNotMatch(stderr + stdout, /hunter2/);
  const receipts = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    receipts.filter(({ fate }) => fate === 'stored').map(({ line }) => line),
    [1, 6],
  );
  const { stdout: found } = await run(['query', '--json']);
  assert.equal(found.trim().split('\n').length, 2);
});

test('what one collector gave out another takes back unchanged', async (t) => {
  const first = await withCollector(t);
  const second = await withCollector(t);
  await first.run(['emit', 'a.one', '--data', '{"b":[1,2.5,"é"]}']);
  const { stdout } = await first.run(['query', '--json']);
  for (const told of ['1 stored, 0 there already', '0 stored, 1 there already']) {
    const { code, stderr } = await second.run(['emit', '-'], { stdin: chunk([stdout.trim()]) });
    assert.equal(code, 0);
    assert.match(stderr, new RegExp(told));
  }
  assert.equal((await second.run(['query', '--json'])).stdout, stdout);
});

// The collector may have committed before the connection broke. The entry is sent again then.
test('an answer that was lost leads to a second delivery and to one entry', async (t) => {
  const scene = await withCollector(t);
  const lost = await losesFirstAnswer(scene.collector.url);
  afterwards(t, () => lost.close());
  const env = { WHODID_URL: lost.url, WHODID_KEY: scene.collector.localKey };
  const { code, stderr } = await scene.run(['emit', '-'], {
    env,
    stdin: chunk(['{"action":"a.one"}', '{"action":"a.two"}']),
  });
  assert.equal(code, 0);
  assert.match(stderr, /trying again …\n0 stored, 2 there already, 0 refused/);
  const { stdout } = await scene.run(['query', '--json']);
  assert.equal(stdout.trim().split('\n').length, 2);
});

test('a collector that stays away is 7, and tells how far it came', async (t) => {
  const scene = await withCollector(t);
  async function* input(): AsyncGenerator<string> {
    yield '{"action":"a.one"}\n';
    await scene.collector.close();
    yield '{"action":"a.two"}\n';
  }
  const env = { WHODID_URL: scene.collector.url, WHODID_KEY: scene.collector.localKey };
  const { code, stderr } = await scene.run(['emit', '-', '--retry-for', '0'], {
    env,
    stdin: input(),
  });
  assert.equal(code, 7);
  assert.match(stderr, /1 stored, 0 there already, 0 refused; done up to line 1\n/);
});

async function* chunk(lines: readonly string[]): AsyncGenerator<string> {
  yield `${lines.join('\n')}\n`;
}

// Passes everything on, but breaks the connection instead of answering the first post.
async function losesFirstAnswer(url: string): Promise<{ url: string; close(): void }> {
  let lost = false;
  const proxy = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const { authorization, 'content-type': type } = request.headers;
    const answer = await fetch(new URL(request.url ?? '', url), {
      method: request.method ?? 'GET',
      headers: { authorization: authorization ?? '', ...(type && { 'content-type': type }) },
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    });
    const text = await answer.text();
    if (request.method === 'POST' && !lost) {
      lost = true;
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const close = () => {
    proxy.closeAllConnections();
    proxy.close();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}
