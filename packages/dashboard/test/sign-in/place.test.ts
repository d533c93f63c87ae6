import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeAfterSignIn } from '../../src/sign-in/place.ts';

const origin = 'https://log.example.com';
const after = (address: string): string => placeAfterSignIn(new URL(address, origin));

test('whoever is asked to sign in on their way goes on from there', () => {
  const deep = '/entries/1?q=actor:ada&range=7d#x';
  assert.equal(after(deep), deep);
  assert.equal(after('/entries?to=//evil.example'), '/entries?to=//evil.example');
});

test('the sign-in page leads to the place that it was given', () => {
  const to = (place: string) => after(`/sign-in?to=${encodeURIComponent(place)}`);
  assert.equal(to('/entries/1?q=actor:ada#x'), '/entries/1?q=actor:ada#x');
  assert.equal(after('/sign-in'), '/');
  assert.equal(to('/sign-in?to=/entries/1'), '/', 'not in circles');
});

test('the sign-in page leads to no other site', () => {
  for (const evil of [
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'evil',
    '',
  ]) {
    assert.equal(after(`/sign-in?to=${encodeURIComponent(evil)}`), '/', evil);
  }
  assert.equal(after('/sign-in?to=%2F%2Fevil.example&to=/entries/1'), '/');
});
