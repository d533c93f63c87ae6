import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches, parseQuery } from '@whodid/core/query';
import fc from 'fast-check';
import { fieldTerm } from '../../src/query/field-term.ts';
import { sampleEntry } from '../fixtures/sample-entry.ts';

test('a plain value stays plain', () => {
  assert.equal(fieldTerm('request', 'req_51'), 'request:req_51');
});

test('whatever the id is, the query finds its entry and not another', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (raw) => {
      const requestId = raw.toWellFormed();
      const query = parseQuery(fieldTerm('request', requestId), { now: 0 });
      assert.ok(matches(query, sampleEntry({ ambient: { requestId } })));
      assert.ok(!matches(query, sampleEntry({ ambient: { requestId: `${requestId}!` } })));
    }),
    { numRuns: 200 },
  );
});
