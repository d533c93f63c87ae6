import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalText, createRedactor, type Draft, RawBody, seal, sealText } from '@whodid/core';
import fc from 'fast-check';
import { treacherousJson, treacherousText } from '../redact/treacherous.ts';
import { sealTools } from './sealing.ts';

const runs = { numRuns: Number(process.env.WHODID_PROPERTY_RUNS ?? 400) };
const id = '0198f2d4-7c1e-7abc-8def-0123456789ab';

/** @param lines - enough of them are more than an entry may hold. */
function draftOf(data: unknown, text: string, lines: number): Draft {
  const raw = (body: string): RawBody => new RawBody(Buffer.from(body), 'application/json');
  const more = Array.from({ length: lines }, (_, line) => `${'late again '.repeat(20)}${line}`);
  return {
    action: text,
    data: { data, more: more.slice(0, lines / 2) },
    http: {
      protocol: 'http',
      method: 'POST',
      url: `/a/b?next=${text}`,
      durationMs: 1.5,
      request: { headers: { 'user-agent': text, cookie: text }, bodyBytes: 7, body: raw(text) },
      response: { headers: {}, bodyBytes: 9, body: raw(JSON.stringify([data, ...more])) },
    },
  };
}

test('it is the text of the entry, whatever is in the draft and whatever has to be left out', () => {
  const redactors = [createRedactor(), createRedactor({ entryBytes: 4096, keys: 10, depth: 3 })];
  fc.assert(
    fc.property(
      treacherousJson,
      treacherousText,
      fc.constantFrom(0, 5, 9),
      fc.constantFrom(...redactors),
      (data, text, lines, redactor) => {
        const tools = { ...sealTools(redactor), nextId: () => id };
        const draft = draftOf(data, text, lines);
        const sealed = sealText(draft, tools);
        assert.deepEqual(sealed, { id, text: canonicalText(seal(draft, tools)) });
      },
    ),
    runs,
  );
});

test('a draft that cannot be read becomes an entry too', () => {
  const unreadable = new Proxy({} as Draft, {
    get() {
      throw new Error('no');
    },
  });
  const tools = { ...sealTools(), nextId: () => id };
  assert.equal(sealText(unreadable, tools).text, canonicalText(seal(unreadable, tools)));
});
