import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityPayload } from '@whodid/core/view';
import { entryOf } from '../entry-of.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const rows: readonly (readonly [string, string])[] = [
  ['Chrome', `Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/130.0.0.0 Safari/537.36`],
  ['Edge', `Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`],
  [
    'Edge',
    `Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763`,
  ],
  [
    'Edge',
    `Mozilla/5.0 (Linux; Android 10) ${webkit} Chrome/130.0.0.0 Mobile Safari/537.36 EdgA/130.0.0.0`,
  ],
  [
    'Opera',
    `Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0`,
  ],
  ['Opera', 'Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.18'],
  ['Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0'],
  [
    'Safari',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
  ],
  ['IE', 'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko'],
  ['Chrome', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) CriOS/130.0.6723.90 Mobile Safari/604.1'],
  [
    '<UNKNOWN>',
    `Mozilla/5.0 (Linux; Android 14) ${webkit} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36`,
  ],
  ['<UNKNOWN>', 'curl/8.5.0'],
  ['<UNKNOWN>', ''],
];

for (const [family, userAgent] of rows) {
  test(`clientInfo is ${family}: ${userAgent.slice(-40)}`, () => {
    const client = { ip: '::1', ipTrusted: true, userAgent };
    assert.equal(activityPayload(entryOf({ client })).clientInfo, family);
  });
}

test('clientInfo is the family of a browser that capture has named', () => {
  for (const [browser, family] of [
    ['Microsoft Edge 130', 'Edge'],
    ['Chrome 130', 'Chrome'],
    ['Internet Explorer 11', 'IE'],
    ['Opera 115', 'Opera'],
    ['Samsung Internet for Android 25', '<UNKNOWN>'],
  ] as const) {
    const client = { ip: '::1', ipTrusted: true, browser, userAgent: 'x Chrome/1' };
    assert.equal(activityPayload(entryOf({ client })).clientInfo, family);
  }
});
