import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type BodyForm, cutElements, parseElement } from '../../src/ingest/elements.ts';
import { ingestLimits } from '../../src/ingest/limits.ts';
import { Problem } from '../../src/problem/problem.ts';

function read(text: string | Buffer, form: BodyForm = 'json'): readonly unknown[] {
  const { list } = cutElements(Buffer.from(text), form, ingestLimits);
  return list.map((bytes) => {
    const parsed = parseElement(bytes, ingestLimits);
    return 'value' in parsed ? parsed.value : parsed.unreadable;
  });
}

function refusal(text: string | Buffer, form: BodyForm = 'json'): string {
  try {
    cutElements(Buffer.from(text), form, ingestLimits);
  } catch (error) {
    assert.ok(error instanceof Problem);
    return error.code;
  }
  return 'none';
}

test('cutting a list and parsing each piece gives what JSON.parse gives', () => {
  const layout = fc.constantFrom(undefined, 1, '\t', '\n');
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue({ maxDepth: 5 }), { maxLength: 20 }),
      layout,
      (list, space) => {
        const text = JSON.stringify(list, null, space);
        assert.deepEqual(read(text), JSON.parse(text));
      },
    ),
  );
});

test('cutting lines and parsing each gives what JSON.parse gives', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue({ maxDepth: 5 }), { minLength: 1, maxLength: 20 }),
      (list) => {
        const lines = list.map((value) => JSON.stringify(value));
        assert.deepEqual(read(`${lines.join('\r\n\n')}\n`, 'ndjson'), JSON.parse(`[${lines}]`));
      },
    ),
  );
});

test('no bytes make cutting or parsing throw anything but a problem', () => {
  const pieces = fc.constantFrom('[', ']', '{', '}', ',', '"', '\\', ':', '\n', ' ', '1', 'a', 'é');
  const text = fc.oneof(
    fc.array(pieces).map((list) => list.join('')),
    fc.string(),
  );
  fc.assert(
    fc.property(text, fc.constantFrom<BodyForm>('json', 'ndjson'), (body, form) => {
      if (refusal(body, form) === 'none') read(body, form);
    }),
    { numRuns: 500 },
  );
});

test('a broken element costs only itself', () => {
  assert.deepEqual(read('[{"a":1},{"a":},{"a":3}]'), [{ a: 1 }, 'BODY_INVALID', { a: 3 }]);
  assert.deepEqual(read('{"a":1}\nnonsense\n{"a":3}', 'ndjson'), [
    { a: 1 },
    'BODY_INVALID',
    { a: 3 },
  ]);
});

test('bytes that are not UTF-8 cost only their element', () => {
  const body = Buffer.concat([Buffer.from('[{"a":"'), Buffer.from([0xff]), Buffer.from('"},2]')]);
  assert.deepEqual(read(body), ['BODY_INVALID', 2]);
});

test('brackets, commas and quotes inside strings do not count', () => {
  assert.deepEqual(read('["],[", "\\"],\\\\", 1]'), ['],[', '"],\\', 1]);
});

test('a list that does not end, or has more behind it, is not cut', () => {
  for (const text of ['[', '[1', '[1,', '["]', '[1}', '[[1]', '[1] 2', '[1],[2]', '[1][2]']) {
    assert.equal(refusal(text), 'BODY_INVALID', text);
  }
});

test('a body without anything in it is invalid, an empty list is not', () => {
  for (const text of ['', ' \n\t', '\uFEFF']) {
    assert.equal(refusal(text), 'BODY_INVALID');
    assert.equal(refusal(text, 'ndjson'), 'BODY_INVALID');
  }
  assert.deepEqual(read(' [ ] '), []);
});

test('a byte order mark is not part of the body', () => {
  assert.deepEqual(read('\uFEFF[1]'), [1]);
});

test('depth is counted from the entry: 64 are taken, 65 are not', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const [good, deep] = read(`[${nested(64)},${nested(65)}]`);
  assert.notEqual(good, 'TOO_DEEP');
  assert.equal(deep, 'TOO_DEEP');
});

test('a thousand entries are taken, one more is not', () => {
  const ones = (count: number) => Array.from({ length: count }, () => '1');
  assert.equal(read(`[${ones(1000)}]`).length, 1000);
  assert.equal(refusal(`[${ones(1001)}]`), 'TOO_MANY_ENTRIES');
  assert.equal(read(ones(1000).join('\n'), 'ndjson').length, 1000);
  assert.equal(refusal(ones(1001).join('\n'), 'ndjson'), 'TOO_MANY_ENTRIES');
});

// Each of these took minutes, or the stack, with a scan that is quadratic or recursive.
test('eight megabytes of the worst are read in linear time', () => {
  const size = ingestLimits.bodyBytes;
  const started = performance.now();
  assert.equal(refusal(Buffer.alloc(size, '[')), 'BODY_INVALID');
  const gaps = Buffer.concat([Buffer.from('1'), Buffer.alloc(size - 2, '\n'), Buffer.from('2')]);
  assert.deepEqual(read(gaps, 'ndjson'), [1, 2]);
  assert.deepEqual(read(Buffer.alloc(size, '{')), ['TOO_DEEP']);
  const deepLine = Buffer.concat([Buffer.alloc(size - 3, '['), Buffer.from('\n1\n')]);
  assert.deepEqual(read(deepLine, 'ndjson'), ['TOO_DEEP', 1]);
  assert.ok(performance.now() - started < 5000);
});
