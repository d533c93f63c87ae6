import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BodyTap } from '../../src/exchange/body-tap.ts';

const encodings = ['utf8', 'latin1', 'hex', 'base64', 'utf16le'] as const;
const chunk = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => ({ given: bytes, encoding: undefined, bytes })),
  fc
    .record({ text: fc.string({ unit: 'grapheme', maxLength: 40 }), at: fc.nat(4) })
    .map(({ text, at }) => {
      const encoding = encodings[at] ?? 'utf8';
      const bytes = Buffer.from(text, encoding);
      // What Node would send for it: text in an encoding that it is not written in loses its rest.
      return { given: bytes.toString(encoding), encoding, bytes };
    }),
);

test('a tap counts every byte and keeps the first ones, however a body is cut into chunks', () => {
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 8 }), fc.nat(60), (chunks, limitBytes) => {
      const tap = new BodyTap(limitBytes);
      for (const { given, encoding } of chunks) tap.add(given, encoding);
      const whole = Buffer.concat(chunks.map(({ bytes }) => bytes));
      assert.equal(tap.bytes, whole.length);
      assert.deepEqual(Buffer.from(tap.kept()), whole.subarray(0, limitBytes));
      assert.equal(tap.cut, whole.length > limitBytes);
    }),
  );
});

test('what is kept is a copy: a buffer that the app uses again does not change it', () => {
  const tap = new BodyTap(10);
  const buffer = Buffer.from('first');
  tap.add(buffer, undefined);
  buffer.write('XXXXX');
  assert.equal(tap.kept().toString(), 'first');
});

test('what is no data is ignored, and an unknown encoding is read as UTF-8', () => {
  const tap = new BodyTap(10);
  for (const nothing of [null, undefined, 7, {}, () => {}]) tap.add(nothing, undefined);
  assert.equal(tap.bytes, 0);
  tap.add('é', 'klingon');
  tap.add('é', () => {});
  assert.equal(tap.bytes, 4);
});
