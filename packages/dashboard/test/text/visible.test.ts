import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visible, visibleBlock, visibleJson } from '../../src/text/visible.ts';

test('characters that deceive the eye are written out', () => {
  assert.equal(visible('invoice\u202efdp.exe'), 'invoice⟨202E⟩fdp.exe');
  assert.equal(visible('a\u200bb\ufeffc\u0007d\ne'), 'a⟨200B⟩b⟨FEFF⟩c⟨0007⟩d⟨000A⟩e');
});

test('what people write is left alone', () => {
  const texts = ['Ünïcödé', 'שלום', 'مرحبا', '日本語', '👩\u200d🚀', 'می\u200cخواهم', '<b>&amp;'];
  for (const text of texts) assert.equal(visible(text), text);
});

test('a block keeps its lines and tabs', () => {
  assert.equal(visibleBlock('a\r\n\tb\u0000'), 'a\n\tb⟨0000⟩');
});

test('JSON stays the same value', () => {
  const value = { 'k\u2066': 'x\u202e' };
  assert.deepEqual(JSON.parse(visibleJson(JSON.stringify(value, null, 2))), value);
});
