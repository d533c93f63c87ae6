import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearerToken } from '../../src/caller/bearer-token.ts';

test('only a token that stands alone behind its scheme is one', () => {
  const rows: readonly (readonly [unknown, string | undefined])[] = [
    ['Bearer abc.def.ghi', 'abc.def.ghi'],
    ['bearer   abc ', 'abc'],
    ['JWT abc', 'abc'],
    ['Token abc', 'abc'],
    ['Basic YWRhOmxvdmVsYWNl', undefined],
    ['Bearer', undefined],
    ['Bearer ', undefined],
    ['Bearer a b', undefined],
    ['Bearer a, Bearer b', undefined],
    ['abc.def.ghi', undefined],
    [['Bearer abc'], undefined],
    [undefined, undefined],
    [`Bearer ${' '.repeat(50_000)}`, undefined],
  ];
  for (const [header, token] of rows) {
    assert.equal(bearerToken(header), token, String(header).slice(0, 40));
  }
});
