import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOf } from '../../src/access/client.ts';
import { Places } from '../../src/access/places.ts';
import { SignInLimits } from '../../src/access/sign-in-limits.ts';

const quiet = async () => {};

async function taken(limits: SignInLimits, address: string, name: string): Promise<boolean> {
  try {
    await limits.take(address, name, quiet);
    return true;
  } catch (error) {
    assert.equal((error as { code: string }).code, 'RATE_LIMITED');
    return false;
  }
}

test('an address stands fifty wrong ones, whatever the names, and no other suffers', async () => {
  const limits = new SignInLimits();
  for (let at = 0; at < 50; at += 1) assert.equal(await taken(limits, '192.0.2.1', `n${at}`), true);
  assert.equal(await taken(limits, '192.0.2.1', 'ada'), false);
  assert.equal(await taken(limits, '192.0.2.2', 'ada'), true);
});

test('a name stands ten wrong ones, from whatever addresses', async () => {
  const limits = new SignInLimits();
  for (let at = 0; at < 10; at += 1)
    assert.equal(await taken(limits, `192.0.2.${at}`, 'ada'), true);
  assert.equal(await taken(limits, '192.0.2.99', 'ada'), false);
  assert.equal(await taken(limits, '192.0.2.99', 'bob'), true);
});

test('a right one clears the name, and does not clear the address for the next names', async () => {
  const limits = new SignInLimits();
  for (let at = 0; at < 49; at += 1) await taken(limits, '192.0.2.1', `n${at}`);
  // Somebody with a user of their own, between the tries at those of others.
  for (let at = 0; at < 5; at += 1) {
    assert.equal(await taken(limits, '192.0.2.1', 'eve'), true);
    await limits.right('192.0.2.1', 'eve');
  }
  assert.equal(await taken(limits, '192.0.2.1', 'ada'), true);
  assert.equal(await taken(limits, '192.0.2.1', 'ada'), false);
});

test('names that are invented take no more memory than so many places', () => {
  const [places, others] = [new Places(), new Places()];
  const taken = new Set<string>();
  for (let at = 0; at < 100_000; at += 1) taken.add(places.of(`n${at}`));
  assert.ok(taken.size <= 65_536 && taken.size > 40_000, String(taken.size));
  assert.equal(places.of('ada'), places.of('ada'));
  const names = Array.from({ length: 50 }, (_, at) => `n${at}`);
  const same = names.filter((name) => places.of(name) === others.of(name));
  assert.ok(same.length < 5, 'nobody can tell from outside which share a place');
});

test('of an IPv6 address the network counts: one host may have all of it', () => {
  const network = (ip: string) => networkOf({ ip, ipTrusted: true });
  assert.equal(network('192.0.2.1'), '192.0.2.1');
  assert.equal(network('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2');
  assert.equal(network('2001:0DB8:1:2::1'), '2001:db8:1:2');
  assert.equal(network('2001:db8::1'), '2001:db8:0:0');
  assert.equal(network('::1'), '0:0:0:0');
  assert.notEqual(network('2001:db8:1:3::1'), network('2001:db8:1:2::1'));
});
