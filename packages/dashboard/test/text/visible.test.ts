import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visible, visibleBlock, visibleJson } from '../../src/text/visible.ts';

test('characters that deceive the eye are written out', () => {
  assert.equal(visible('invoice\u202efdp.exe'), 'invoice⟨202E⟩fdp.exe');
  assert.equal(visible('a\u200bb\ufeffc\u0007d\ne'), 'a⟨200B⟩b⟨FEFF⟩c⟨0007⟩d⟨000A⟩e');
});

test('what has no ink, and would make two names look like one, is written out', () => {
  for (const code of ['00AD', '034F', '115F', '180E', '2060', '2800', '3164', 'FFA0', 'E0041']) {
    const character = String.fromCodePoint(Number.parseInt(code, 16));
    assert.equal(visible(`Ada${character}`), `Ada⟨${code}⟩`);
  }
  assert.equal(visible('Ada\u200d'), 'Ada⟨200D⟩');
  assert.equal(visible('half \ud83d'), 'half ⟨D83D⟩');
});

test('what people write is left alone', () => {
  const texts = [
    ...['Ünïcödé', 'שלום', 'مرحبا', '日本語', 'می\u200cخواهم', 'क्\u200dष', '<b>&amp;'],
    ...['👩\u200d🚀', '👩🏽\u200d🚀', '🏳\ufe0f\u200d🌈', '❤\ufe0f'],
  ];
  for (const text of texts) assert.equal(visible(text), text);
});

test('a block keeps its lines and tabs', () => {
  assert.equal(visibleBlock('a\r\n\tb\u0000'), 'a\n\tb⟨0000⟩');
});

test('JSON stays the same value', () => {
  const value = { 'k\u2066': 'x\u202e', tag: '\u{e0041}' };
  assert.deepEqual(JSON.parse(visibleJson(JSON.stringify(value, null, 2))), value);
});
