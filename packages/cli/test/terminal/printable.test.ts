import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printable, printableJson } from '../../src/terminal/printable.ts';

const dangerous: readonly (readonly [string, string, string])[] = [
  ['an escape sequence', '\u001b[2J', '\\u{1b}[2J'],
  ['a one-byte escape sequence', '\u009b2J', '\\u{9b}2J'],
  ['a title change', '\u001b]0;owned\u0007', '\\u{1b}]0;owned\\u{7}'],
  ['a new line', 'a\nb', 'a\\nb'],
  ['a carriage return', 'a\rb', 'a\\rb'],
  ['a tab', 'a\tb', 'a\\tb'],
  ['a backspace', 'a\bb', 'a\\u{8}b'],
  ['a right-to-left override', 'a\u202etxt.exe', 'a\\u{202e}txt.exe'],
  ['a bidirectional isolate', '\u2066a\u2069', '\\u{2066}a\\u{2069}'],
  ['a zero-width space', 'ad\u200ba', 'ad\\u{200b}a'],
  ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
  ['a tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
  ['half a surrogate pair', 'a\ud800b', 'a\\u{d800}b'],
];

for (const [name, text, expected] of dangerous) {
  test(`${name} is written out`, () => {
    assert.equal(printable(text), expected);
  });
}

test('text of any language passes unchanged', () => {
  const text = 'Ada ладно 你好 مرحبا שלום 👩‍💻'.replace('\u200d', '');
  assert.equal(printable(text), text);
});

test('JSON made printable says the same and holds no control character', () => {
  fc.assert(
    fc.property(fc.json(), fc.string({ unit: 'binary' }), (json, text) => {
      for (const source of [json, JSON.stringify({ text, [text]: 1 })]) {
        const shown = printableJson(source);
        assert.deepEqual(JSON.parse(shown), JSON.parse(source));
        assert.doesNotMatch(shown.replaceAll('\n', ''), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }
    }),
  );
});
