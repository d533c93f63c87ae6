import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '@whodid/core';

// FIPS 180-4, as published by NIST.
test('the known answers', () => {
  const hex = (input: string | Uint8Array): string => Buffer.from(sha256(input)).toString('hex');
  assert.equal(hex(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.equal(hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.equal(hex(Buffer.from('abc')), hex('abc'));
  assert.equal(hex('€'), hex(Buffer.from([0xe2, 0x82, 0xac])));
});
