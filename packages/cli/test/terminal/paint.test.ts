import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../src/failure.ts';
import { paintFor } from '../../src/terminal/paint.ts';

const terminal = { stdin: true, stdout: true, stderr: true };
const pipe = { stdin: false, stdout: false, stderr: false };

const cases: readonly (readonly [string, Parameters<typeof paintFor>, boolean])[] = [
  ['a terminal has colours', [{ env: {}, tty: terminal }, 'stdout'], true],
  ['a pipe has none', [{ env: {}, tty: pipe }, 'stdout'], false],
  ['NO_COLOR takes them away', [{ env: { NO_COLOR: '1' }, tty: terminal }, 'stdout'], false],
  ['an empty NO_COLOR does not', [{ env: { NO_COLOR: '' }, tty: terminal }, 'stdout'], true],
  ['FORCE_COLOR brings them to a pipe', [{ env: { FORCE_COLOR: '1' }, tty: pipe }, 'stdout'], true],
  [
    'NO_COLOR comes before FORCE_COLOR',
    [{ env: { NO_COLOR: '1', FORCE_COLOR: '1' }, tty: terminal }, 'stdout'],
    false,
  ],
  ['a dumb terminal has none', [{ env: { TERM: 'dumb' }, tty: terminal }, 'stdout'], false],
  ['--color=never takes them away', [{ env: {}, tty: terminal }, 'stdout', 'never'], false],
  [
    '--color=always comes before NO_COLOR',
    [{ env: { NO_COLOR: '1' }, tty: pipe }, 'stdout', 'always'],
    true,
  ],
  [
    'stderr is looked at on its own',
    [{ env: {}, tty: { ...terminal, stderr: false } }, 'stderr'],
    false,
  ],
];

for (const [name, args, coloured] of cases) {
  test(name, () => {
    assert.equal(paintFor(...args)('red', 'x') !== 'x', coloured);
  });
}

test('another word for --color is refused', () => {
  assert.throws(() => paintFor({ env: {}, tty: pipe }, 'stdout', 'sometimes'), Failure);
});
