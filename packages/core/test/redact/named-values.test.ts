import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor, type Json } from '@whodid/core';

const S = 'hunter2-planted';
const R = '[redacted:key]';
const redactor = createRedactor();

const rows: readonly (readonly [string, Json, Json])[] = [
  [
    'JSON Patch',
    [{ op: 'replace', path: '/users/7/password', value: S }],
    [{ op: 'replace', path: '/users/7/password', value: R }],
  ],
  [
    'SCIM',
    { Operations: [{ op: 'replace', path: 'password', value: S }] },
    { Operations: [{ op: 'replace', path: 'password', value: R }] },
  ],
  ['changes', { field: 'password', old: S, new: S }, { field: 'password', old: R, new: R }],
  [
    'a second name',
    { name: 'x', key: 'api_key', value: S },
    { name: 'x', key: 'api_key', value: R },
  ],
  ['capitals', { Name: '/prod/db/password', Value: S }, { Name: '/prod/db/password', Value: R }],
  ['lists', { name: 'password', values: [S] }, { name: 'password', values: R }],
  ['harmless', { path: '/name', value: 'Ada' }, { path: '/name', value: 'Ada' }],
];
for (const [what, given, expected] of rows) {
  test(`a value named beside it: ${what}`, () => {
    const clean = redactor.json(given, 'data', []);
    assert.deepEqual(clean, expected);
    assert.deepEqual(redactor.json(clean, 'data', []), expected);
  });
}
