import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { readBody } from '../../src/ingest/read-body.ts';
import { Problem } from '../../src/problem/problem.ts';

const limitBytes = 1_000_000;

interface Sent {
  readonly encoding?: string;
  readonly length?: string;
}

async function read(body: Buffer, { encoding, length }: Sent = {}): Promise<Buffer> {
  const pieces = Array.from({ length: Math.ceil(body.length / 1000) }, (_, at) =>
    body.subarray(at * 1000, (at + 1) * 1000),
  );
  const payload = Readable.from(pieces, { objectMode: false });
  return readBody(payload, { encoding, length, limitBytes, take: () => {} });
}

async function refusal(body: Buffer, sent?: Sent): Promise<string> {
  const error: unknown = await read(body, sent).then(
    () => assert.fail('was taken'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Problem);
  return error.code;
}

const text = Buffer.from('{"action":"a"}\n'.repeat(5000));

test('a body comes out as it was before compression', async () => {
  assert.deepEqual(await read(text), text);
  assert.deepEqual(await read(gzipSync(text), { encoding: 'gzip' }), text);
  assert.deepEqual(await read(zstdCompressSync(text), { encoding: 'ZSTD' }), text);
});

test('exactly the limit is taken, one byte more is not', async () => {
  const full = Buffer.alloc(limitBytes, 1);
  assert.equal((await read(full)).length, limitBytes);
  assert.equal((await read(gzipSync(full), { encoding: 'gzip' })).length, limitBytes);
  const more = Buffer.alloc(limitBytes + 1, 1);
  assert.equal(await refusal(more), 'BODY_TOO_LARGE');
  assert.equal(await refusal(gzipSync(more), { encoding: 'gzip' }), 'BODY_TOO_LARGE');
});

test('a length beyond the limit is refused before anything is read', async () => {
  assert.equal(await refusal(Buffer.from('{}'), { length: '1000001' }), 'BODY_TOO_LARGE');
});

test('bombs are stopped when they have grown to the limit', async () => {
  const zeros = Buffer.alloc(64 * 1024 * 1024);
  for (const [encoding, bomb] of [
    ['gzip', gzipSync(zeros)],
    ['zstd', zstdCompressSync(zeros)],
  ] as const) {
    let taken = 0;
    const payload = Readable.from([bomb], { objectMode: false });
    const take = (bytes: number) => {
      taken += bytes;
    };
    const reading = readBody(payload, { encoding, length: undefined, limitBytes, take });
    await assert.rejects(reading, { code: 'BODY_TOO_LARGE' });
    assert.ok(taken <= limitBytes, `${encoding} let ${taken} bytes through`);
  }
});

// The sender chooses how much memory the decoder of a zstd frame takes.
test('a zstd frame that wants more than 8 MiB for its window is refused', async () => {
  // Magic number, flags, window of 2^27 bytes, one last raw block of one byte.
  const frame = Buffer.from('28b52ffd' + '00' + '88' + '090000' + '37', 'hex');
  assert.deepEqual(zstdDecompressSync(frame), Buffer.from('7'));
  assert.equal(await refusal(frame, { encoding: 'zstd' }), 'BODY_INVALID');
});

test('a body that is cut off or not what it says is invalid', async () => {
  for (const encoding of ['gzip', 'zstd']) {
    const whole = encoding === 'gzip' ? gzipSync(text) : zstdCompressSync(text);
    assert.equal(await refusal(whole.subarray(0, -10), { encoding }), 'BODY_INVALID', encoding);
    assert.equal(await refusal(text, { encoding }), 'BODY_INVALID', encoding);
  }
});

test('encodings that we do not have are told by name', async () => {
  for (const encoding of ['br', 'deflate', 'gzip, gzip', 'nonsense']) {
    assert.equal(await refusal(text, { encoding }), 'ENCODING_UNSUPPORTED');
  }
});

test('an error of the connection ends the reading', async () => {
  const payload = new Readable({ read() {} });
  const rules = { encoding: 'gzip', length: undefined, limitBytes, take: () => {} };
  const reading = readBody(payload, rules);
  payload.destroy(new Error('aborted'));
  await assert.rejects(reading, { code: 'BODY_INVALID' });
});
