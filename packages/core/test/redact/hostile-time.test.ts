import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor, RawBody } from '@whodid/core';
import { bestOfThree } from './best-of-three.ts';

// What takes milliseconds in linear time and took seconds when it was quadratic.
const limitMs = 700;

const redactor = createRedactor({ stringBytes: 1_048_576, entryBytes: 8_388_608 });

function inTime(what: string, work: () => unknown): void {
  test(`${what} takes linear time`, () => {
    const tookMs = bestOfThree(limitMs, work);
    assert.ok(tookMs < limitMs, `took ${Math.round(tookMs)} ms`);
  });
}

function json(text: string): () => unknown {
  const body = new RawBody(Buffer.from(text), 'application/json');
  return () => redactor.body(body, 'http.request.body', []);
}

const hidden = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad'];

function invisible(index: number): string {
  return index < hidden.length
    ? (hidden[index] as string)
    : invisible(Math.floor(index / hidden.length) - 1) + hidden[index % hidden.length];
}

const lookAlikes = Array.from({ length: 2000 }, (_, index) => [`a${invisible(index)}`, 1]);

inTime('JSON with names that look alike', json(JSON.stringify(Object.fromEntries(lookAlikes))));
inTime('JSON cut off behind many backslashes', json(`{"a":"${'\\'.repeat(100_000)}x`));
inTime('JSON with a long name', json(`{"${'access=1'.repeat(25_000)}!":1}`));
inTime('a map with objects as keys', () =>
  redactor.value(new Map(Array.from({ length: 3000 }, () => [{}, 1])), 'data', []),
);
inTime('text full of names of opaque values', () =>
  redactor.text(`${'access=1'.repeat(25_000)}!`, 'message', []),
);
inTime('text full of beginnings of cookies', () =>
  redactor.text('cookie: '.repeat(100_000), 'message', []),
);

test('names that look alike are all kept, under different names', () => {
  const body = redactor.json(Object.fromEntries(lookAlikes.slice(0, 3)), 'data', []);
  assert.deepEqual(body, { a: 1, 'a~': 1, 'a~2': 1 });
  assert.deepEqual(redactor.json(body, 'data', []), body);
  assert.deepEqual(
    redactor.value(
      new Map([
        [{}, 1],
        [{}, 2],
        [{}, 3],
      ]),
      'data',
      [],
    ),
    { '[object]': 1, '[object]~': 2, '[object]~2': 3 },
  );
});

test('the beginning of a long name is kept, with its length', () => {
  const [name = ''] = Object.keys(
    redactor.json({ ['n'.repeat(1_000_000)]: 1 }, 'data', []) as object,
  );
  assert.match(name, /^n{200,}…\[cut, 1000000 characters\]$/);
});

test('an opaque value in text is masked, whatever numbers follow it', () => {
  const text = redactor.text('GET /?access=tok12345678901234567 200 15 ms', 'message', []);
  assert.equal(text, 'GET /?access=[redacted:key] 200 15 ms');
});
