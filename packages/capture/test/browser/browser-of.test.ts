import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Browser, browserOf } from '@whodid/capture/browser';
import fc from 'fast-check';

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const android = 'Mozilla/5.0 (Linux; Android 14; Pixel 8)';
const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0';

const agents: readonly (readonly [agent: string, browser: Browser])[] = [
  [`${windows} ${chrome} Safari/537.36`, { browser: 'Chrome 130', os: 'Windows 10' }],
  [
    `${windows} ${chrome} Safari/537.36 Edg/130.0.2849.68`,
    { browser: 'Microsoft Edge 130', os: 'Windows 10' },
  ],
  [
    `${windows} ${chrome} Safari/537.36 Edge/18.17763`,
    { browser: 'Microsoft Edge 18', os: 'Windows 10' },
  ],
  [
    `${android} ${chrome} Mobile Safari/537.36 EdgA/130.0.0.0`,
    { browser: 'Microsoft Edge 130', os: 'Android 14' },
  ],
  [
    `${phone} Version/17.0 EdgiOS/130.0 Mobile/15E148 Safari/604.1`,
    { browser: 'Microsoft Edge 130', os: 'iOS 17.5' },
  ],
  [`${windows} ${chrome} Safari/537.36 OPR/115.0.0.0`, { browser: 'Opera 115', os: 'Windows 10' }],
  [
    `${android} ${chrome} Mobile Safari/537.36 OPR/80.0.0`,
    { browser: 'Opera 80', os: 'Android 14' },
  ],
  [
    `${mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15`,
    { browser: 'Safari 17', os: 'macOS 10.15.7' },
  ],
  [`${phone} Version/17.5 Mobile/15E148 Safari/604.1`, { browser: 'Safari 17', os: 'iOS 17.5' }],
  [
    'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
    { browser: 'Firefox 132', os: 'Linux' },
  ],
  [
    'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko',
    { browser: 'Internet Explorer 11', os: 'Windows 7' },
  ],
  [
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    { browser: 'Googlebot 2' },
  ],
  [
    `${windows} AppleWebKit/537.36 Chrome/__proto__ Safari/1`,
    { browser: 'Chrome', os: 'Windows 10' },
  ],
];

const unknown: readonly string[] = [
  '',
  ' ',
  'curl/8.5.0',
  'node',
  'python-requests/2.31.0',
  'Mozilla/5.0',
  '__proto__',
  'constructor/1 (x)',
  'anything at all/1.0 (the agent decides) ',
  '\u0000',
  '(',
  '/',
  '<script>alert(1)</script>/1 ',
];

describe('the browser', () => {
  for (const [agent, browser] of agents) {
    test(`${browser.browser} on ${browser.os}: ${agent.slice(-40)}`, () => {
      assert.deepEqual(browserOf(agent), browser);
      assert.deepEqual(browserOf(agent), browser);
    });
  }

  test('is absent for programs and for what the agent has made up', () => {
    for (const agent of unknown) assert.deepEqual(browserOf(agent), {}, agent);
    for (const agent of [undefined, null, 1, {}]) assert.deepEqual(browserOf(agent as string), {});
  });

  test('is read from the first KiB of a huge agent', () => {
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0';
    assert.deepEqual(browserOf(`${firefox} ${'x'.repeat(100_000)}`), {
      browser: 'Firefox 132',
      os: 'Linux',
    });
    assert.deepEqual(browserOf(`${'x'.repeat(1_024)} ${firefox}`), {});
  });

  test('is the same after the cache was overrun', () => {
    const [[agent, browser] = ['', {}]] = agents;
    const first = browserOf(agent);
    assert.equal(browserOf(agent), first);
    for (let index = 0; index < 500; index += 1) browserOf(`made-up/${index}`);
    assert.notEqual(browserOf(agent), first);
    assert.deepEqual(browserOf(agent), browser);
  });

  test('cannot be changed by one who was told', () => {
    const [[agent] = ['']] = agents;
    assert.throws(() => Object.assign(browserOf(agent), { browser: 'Netscape' }), TypeError);
  });

  test('never throws, and its text is short', () => {
    const parts = fc.constantFrom(
      ...agents.flatMap(([agent]) => agent.split(' ')),
      '(',
      ')',
      '/',
      '1.',
      '\n',
    );
    const mixed = fc.array(parts, { maxLength: 40 }).map((some) => some.join(' '));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), mixed), (agent) => {
        const { browser = '', os = '' } = browserOf(agent);
        assert.ok(browser.length <= 60 && os.length <= 60);
      }),
      { numRuns: 2_000 },
    );
  });
});
