import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programText } from '../../src/text/program-text.ts';

const firefox =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0';

test('a browser is named with its system, as the app told it or as it tells itself', () => {
  assert.equal(programText({ browser: 'Safari 26', os: 'iOS 26.1' }), 'Safari 26 on iOS 26.1');
  assert.equal(programText({ userAgent: firefox }), 'Firefox 145 on macOS 10.15');
  // What the app told is not mixed with what somebody says.
  assert.equal(programText({ browser: 'Firefox 145', userAgent: firefox }), 'Firefox 145');
});

test('a program that is no browser is called what it calls itself, cut', () => {
  assert.equal(programText({ userAgent: 'curl/8.6.0' }), 'curl/8.6.0');
  assert.equal(programText({ userAgent: 'x'.repeat(1000) })?.length, 60);
});

test('who tells nothing has no program', () => {
  assert.equal(programText({}), undefined);
});
