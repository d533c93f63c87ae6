import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { shellQuote } from '../../src/entry/shell-quote.ts';

// The real shell is asked, many words at a time: starting it is what costs.
function asShellReads(words: readonly string[]): readonly string[] {
  const script = `printf '%s\\0' ${words.map(shellQuote).join(' ')}`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  assert.equal(stderr, '');
  return stdout.split('\0').slice(0, -1);
}

test('a shell reads every word as it was', () => {
  const word = fc.string({ unit: 'binary' }).map((raw) => raw.toWellFormed().replaceAll('\0', ''));
  fc.assert(
    fc.property(fc.array(word, { minLength: 20, maxLength: 60 }), (words) => {
      assert.deepEqual(asShellReads(words), words);
    }),
    { numRuns: 20 },
  );
});

test('what shells are tempted with stays a word', () => {
  const words = ['$(id)', '`id`', "'; id; '", '$HOME', '\\', '!!', '', '~', '*', "\\'$(id)\n"];
  assert.deepEqual(asShellReads(words), words);
});

test('no control character gets to the terminal as it is', () => {
  // This one ends the bracketed paste, after which the terminal takes the rest as typed.
  assert.equal(shellQuote('a\u001b[201~\nid\n'), "$'a\\033[201~\\nid\\n'");
  assert.ok(!/\p{Cc}/u.test(shellQuote('\u0003\u0015\u007f\u0085')));
});
