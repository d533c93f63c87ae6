import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../ship/until.ts';
import { filesOf, linesIn, logFolder, messagesOf, numbered, startWriter } from './log-folder.ts';

test('scenario 24: two processes that rotate the same file lose no line and write none twice', async (context) => {
  const folder = logFolder(context);
  const runs = ['a', 'b'].map((NAME) => startWriter(context, folder, { NAME }));
  for (const { ended } of runs) assert.deepEqual(await ended, { end: 0, errors: '' });

  const messages = messagesOf(linesIn(folder));
  assert.equal(messages.length, 40_000);
  for (const name of ['a', 'b']) {
    const own = messages.filter((message) => message.startsWith(name));
    assert.deepEqual(own.toSorted(byNumber), numbered(name, 20_000));
  }
  // How long a file gets depends on how long the other process takes to put it aside.
  assert.ok(filesOf(folder).length > 10, 'they rotated again and again');
});

for (const [end, code] of [
  ['exit', 0],
  ['throw', 1],
] as const) {
  test(`a process that ends by ${end} has written every line once`, async (context) => {
    const folder = logFolder(context);
    const env = { NAME: 'a', END: end, LIMIT: '1000000' };
    const { ended } = startWriter(context, folder, env);
    assert.equal((await ended).end, code);
    assert.deepEqual(messagesOf(linesIn(folder)), numbered('a', 20_000));
  });
}

for (const end of ['in flight', 'not begun']) {
  test(`a process that ends while a write is ${end} has written every line once`, async (context) => {
    const folder = logFolder(context);
    const { ended } = startWriter(context, folder, { NAME: 'a', END: end, COUNT: '99' });
    assert.deepEqual(await ended, { end: 0, errors: '' });
    assert.deepEqual(messagesOf(linesIn(folder)), numbered('a', 100));
  });
}

test('a process that is killed while it rotates costs the other nothing, and nothing that it flushed', async (context) => {
  for (let round = 0; round < 3; round += 1) {
    const folder = logFolder(context);
    // So small that it rotates with nearly every line.
    const limit = { LIMIT: '2048', BACKUPS: '100000' };
    const victim = startWriter(context, folder, { ...limit, NAME: 'a', END: 'killed' });
    const other = startWriter(context, folder, { ...limit, NAME: 'b', COUNT: '600', EVERY: '5' });
    await until('it writes', () => victim.output().length > 200 + round * 500);
    victim.child.kill('SIGKILL');
    assert.equal((await victim.ended).end, 'SIGKILL');
    assert.deepEqual(await other.ended, { end: 0, errors: '' });

    const found = new Map<string, number>();
    for (const message of whole(linesIn(folder))) {
      found.set(message, (found.get(message) ?? 0) + 1);
    }
    const flushed = Number(/flushed (\d+)\n$/.exec(victim.output())?.[1]);
    assert.ok(flushed > 10);
    for (const message of [...numbered('a', flushed), ...numbered('b', 600)]) {
      assert.equal(found.get(message), 1, `${message} in round ${round}`);
    }
  }
});

function byNumber(one: string, other: string): number {
  return Number(one.split(' ')[1]) - Number(other.split(' ')[1]);
}

/** Messages of the lines that are whole: one that was killed may leave half of its last. */
function whole(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    try {
      return messagesOf([line]);
    } catch {
      return [];
    }
  });
}
