import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeFileHeader, readFileHeader } from '../../src/spool/file-header.ts';
import { FrameEncoder, frameText } from '../../src/spool/frame.ts';
import { scanFrames } from '../../src/spool/scan.ts';
import { frames, idOf } from './frames.ts';

const all = Number.MAX_SAFE_INTEGER;

test('frames come back as they were put in', () => {
  const texts = ['', '{}', 'Grüße 🦉 \u0000', 'x'.repeat(3_000_000)];
  const list = texts.map((text, index) => ({ seq: 2 ** 33 + index, text }));
  const bytes = frames(list);
  const scan = scanFrames(bytes, 0, all);
  for (const [index, { seq, text }] of list.entries()) {
    const frame = scan.frames[index];
    assert.ok(frame);
    assert.deepEqual([frame.seq, frame.id], [seq, idOf(seq)]);
    assert.ok(frameText(bytes, frame) === text);
  }
  assert.deepEqual([scan.damage, scan.end, scan.badTail], [null, bytes.length, false]);
});

test('a payload that is too long is not encoded', () => {
  assert.equal(new FrameEncoder().encode(1, idOf(1), 'x'.repeat(16 * 1024 * 1024 + 1)), null);
});

test('a torn end is not taken for a frame and not for damage', () => {
  const bytes = frames([{ seq: 1 }, { seq: 2 }]);
  const [, second] = scanFrames(bytes, 0, all).frames;
  for (let cut = (second?.start ?? 0) + 1; cut < bytes.length; cut += 1) {
    const scan = scanFrames(bytes.subarray(0, cut), 0, all);
    assert.deepEqual(
      scan.frames.map(({ seq }) => seq),
      [1],
    );
    const rest = scanFrames(bytes.subarray(0, cut), scan.end, all);
    assert.deepEqual([rest.frames, rest.damage, rest.badTail], [[], null, false]);
  }
});

// Whatever happens to a file: what was not touched is found, and nothing altered is taken for whole.
test('damage costs the frames that it touches and no other', () => {
  const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
    minLength: 1,
    maxLength: 8,
  });
  const payloads = fc.array(fc.string({ maxLength: 60 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(payloads, flips, (texts, changes) => {
      const bytes = frames(texts.map((text, index) => ({ seq: index + 1, text })));
      const before = scanFrames(bytes, 0, all).frames;
      const original = Buffer.from(bytes);
      for (const [at, value] of changes) {
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ value;
      }
      const untouched = before.filter(({ start, end }) =>
        bytes.subarray(start, end).equals(original.subarray(start, end)),
      );
      assert.deepEqual(
        found(bytes),
        untouched.map(({ seq }) => seq),
      );
    }),
    { numRuns: 300 },
  );
});

test('a marker inside other bytes does not hide the frame behind it', () => {
  const one = frames([{ seq: 1 }]);
  const two = frames([{ seq: 2 }]);
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0xf9, 0xfb]), one.subarray(0, 40), two]);
  const scan = scanFrames(bytes, 0, all);
  assert.deepEqual(scan.damage, { start: 0, end: 44 });
  assert.deepEqual(
    scan.frames.map(({ seq }) => seq),
    [2],
  );
});

test('a file header is read as it was written, and not when it is damaged or newer', () => {
  const header = { epoch: '00ff00ff00ff00ff', producer: 'höst-1' };
  const bytes = encodeFileHeader(header);
  assert.deepEqual(readFileHeader(Buffer.concat([bytes, Buffer.from('more')])), {
    header,
    bytes: bytes.length,
  });
  for (let at = 0; at < bytes.length; at += 1) {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    assert.equal(readFileHeader(damaged), 'damaged', `byte ${at}`);
    assert.equal(readFileHeader(bytes.subarray(0, at)), 'damaged');
  }
});

function found(bytes: Buffer): readonly number[] {
  const seqs: number[] = [];
  for (let from = 0; ; ) {
    const scan = scanFrames(bytes, from, all);
    if (scan.frames.length === 0) return seqs;
    seqs.push(...scan.frames.map(({ seq }) => seq));
    from = scan.end;
  }
}
