import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PasswordHashes } from '../../src/access/password-hashes.ts';
import { checkPassword } from '../../src/access/password-rules.ts';

const password = 'correct horse battery staple';

test('what is kept of a password says how it was made, and only the password fits it', async () => {
  const hashes = new PasswordHashes();
  const kept = await hashes.make(password);
  // The least that OWASP asks for.
  assert.match(kept, /^\$scrypt\$ln=17,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/);
  assert.equal(await hashes.verify(password, kept), true);
  assert.equal(await hashes.verify(`${password} `, kept), false);
  assert.equal(await hashes.verify(password.toUpperCase(), kept), false);
  assert.notEqual(await hashes.make(password), kept, 'the same password has another salt');
});

test('a text that was made at another cost stays good', async () => {
  // Vector of RFC 7914 section 12, cut to our length: N 1024, r 8, p 16.
  const hash = 'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162';
  const [salt, kept] = [Buffer.from('NaCl'), Buffer.from(hash, 'hex')];
  const text = `$scrypt$ln=10,r=8,p=16$${salt.toString('base64url')}$${kept.toString('base64url')}`;
  const hashes = new PasswordHashes();
  assert.equal(await hashes.verify('password', text), true);
  assert.equal(await hashes.verify('passwore', text), false);
});

test('the same sign typed on another keyboard is the same sign', async () => {
  const hashes = new PasswordHashes();
  const kept = await hashes.make('caf\u00e9 caf\u00e9 caf\u00e9');
  assert.equal(await hashes.verify('cafe\u0301 cafe\u0301 cafe\u0301', kept), true);
});

test('nothing fits where nothing is kept', async () => {
  const hashes = new PasswordHashes();
  for (const kept of [null, '', '$scrypt$', 'plain text']) {
    assert.equal(await hashes.verify('', kept), false);
  }
});

test('only so many wait to be checked: memory stays flat', async () => {
  const hashes = new PasswordHashes();
  const cheap = `$scrypt$ln=1,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
  const all = await Promise.allSettled(
    Array.from({ length: 40 }, () => hashes.verify(password, cheap)),
  );
  const refused = all.filter(({ status }) => status === 'rejected');
  assert.equal(refused.length, 40 - 22);
  for (const one of refused) assert.equal((one as PromiseRejectedResult).reason.code, 'BUSY');
  // Every place is free again.
  const again = Array.from({ length: 22 }, () => hashes.verify(password, cheap));
  assert.deepEqual(await Promise.all(again), Array(22).fill(false));
});

test('a password is 12 to 256 characters long, and not the name', () => {
  const faults = (text: string, name = 'ada'): boolean => {
    try {
      checkPassword(text, name, 'password');
      return false;
    } catch (error) {
      assert.equal((error as { code?: string }).code, 'BODY_INVALID');
      assert.equal(String(error).includes(text), false, 'it is not told');
      return true;
    }
  };
  assert.equal(faults('x'.repeat(11)), true);
  assert.equal(faults('x'.repeat(12)), false);
  assert.equal(faults('x'.repeat(256)), false);
  assert.equal(faults('x'.repeat(257)), true);
  assert.equal(faults('\u{1F511}'.repeat(11)), true, 'characters count, not their halves');
  assert.equal(faults('\u{1F511}'.repeat(256)), false);
  assert.equal(faults('Ada@Example.com', 'ada@example.com'), true);
});
