import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AdmitTools,
  admit,
  canonicalText,
  createIds,
  createRedactor,
  type SealTools,
  seal,
  systemClock,
} from '@whodid/core';
import fc from 'fast-check';
import { randomSource } from '../../../../bench/random-source.ts';
import { plantedDraft } from './planted.ts';
import { tracesOf } from './traces-of.ts';

const producer = { id: 'p', epoch: '0123456789abcdef', seq: 1 };
const tools: SealTools & Omit<AdmitTools, 'producer'> = {
  clock: systemClock,
  nextId: createIds(systemClock),
  redactor: createRedactor(),
  ambient: {},
  service: { name: 'shop' },
  tenant: 'main',
  producer,
};

// The campaign does this a million times, and looks into files and answers as well.
test('a secret planted anywhere is in no entry, and a collector changes nothing more', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { draft, secret, recipe } = plantedDraft(randomSource(seed));
      const text = canonicalText(seal(draft, tools));
      for (const trace of tracesOf(secret)) assert.ok(!text.includes(trace), `${recipe}: ${text}`);
      const admitted = admit(JSON.parse(text), { ...tools, producer: () => producer });
      assert.equal(canonicalText(admitted), text, recipe);
    }),
    { numRuns: 5 * Number(process.env.WHODID_PROPERTY_RUNS ?? 400) },
  );
});

test('the search would find a secret in every form', () => {
  const secret = 'zq7k7abcdefghijklmnopq';
  const bytes = Buffer.from(`x${secret}y`);
  for (const text of [
    secret,
    bytes.toString('base64'),
    Buffer.from(`xx${secret}`).toString('base64url'),
    bytes.toString('hex'),
    JSON.stringify([...bytes]),
    [...bytes].map((byte) => `%${byte.toString(16)}`).join(''),
  ]) {
    assert.ok(
      tracesOf(secret).some((trace) => text.includes(trace)),
      text,
    );
  }
});
