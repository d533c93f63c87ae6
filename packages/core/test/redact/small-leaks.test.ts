import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor, type Masked } from '@whodid/core';

// Secrets in free text in the forms in which programs print them.

const S = 'hunter2-planted';
const R = '[redacted:key]';
const redactor = createRedactor();
const e = encodeURIComponent;
const json = JSON.stringify({ password: S });
const times = (text: string, count: number): string => text.repeat(count);
const azure = `abc8Q~${times('aB3', 11)}`;
const jwk = `{"kty":"EC","crv":"P-256","x":"f83OJ3D2","y":"x_FEzRu9","d":"${S}"}`;

const rows: readonly (readonly [string, string, string])[] = [
  // Keys with a well-known beginning.
  ['Google API key', `key=AIza${times('aB3-_', 7)} x`, 'key=[redacted:google-key] x'],
  ['Google OAuth secret', `is GOCSPX-${times('aB3-', 7)}.`, 'is [redacted:google-token].'],
  ['Google access token', `is ya29.${times('aB3-', 7)}`, 'is [redacted:google-token]'],
  ['Azure client secret', `is ${azure}, sorry`, 'is [redacted:azure-secret], sorry'],
  ['GitLab token', `glpat-${times('aB3-', 5)} x`, '[redacted:gitlab-token] x'],
  ['GitLab runner token', `glrt-${times('aB3-', 5)} x`, '[redacted:gitlab-token] x'],
  ['GitHub fine-grained', `github_pat_${times('aB3_', 20)}`, '[redacted:github-token]'],
  ['Slack app token', 'xapp-1-A012-345-abcdef', '[redacted:slack-token]'],
  [
    'Slack webhook',
    `POST https://hooks.slack.com/services/T0001/B0001/${times('aB3', 8)} 200`,
    'POST https://hooks.slack.com/services/[redacted:slack-webhook] 200',
  ],
  ['Stripe webhook secret', `whsec_${times('aB3', 8)}`, '[redacted:stripe-key]'],
  ['OpenAI', `sk-proj-${times('aB3', 12)}`, '[redacted:api-key]'],
  ['npm', `npm_${times('aB3', 12)}`, '[redacted:npm-token]'],
  ['PyPI', `pypi-AgEI${times('aB3', 12)}`, '[redacted:pypi-token]'],
  ['Docker', `dckr_pat_${times('aB3', 9)}`, '[redacted:docker-token]'],
  ['Shopify', `shpat_${times('0a', 16)}`, '[redacted:shopify-token]'],
  ['Vault', `hvs.${times('aB3', 9)}`, '[redacted:vault-token]'],
  ['Hugging Face', `hf_${times('aBc', 11)}`, '[redacted:huggingface-token]'],
  ['DigitalOcean', `dop_v1_${times('0a', 32)}`, '[redacted:digitalocean-token]'],
  ['Atlassian', `ATATT3${times('aB3=', 16)}`, '[redacted:atlassian-token]'],
  ['JSON Web Key', `key ${jwk} refused`, 'key [redacted:jwk] refused'],
  ['JSON Web Key in a string', JSON.stringify(`key ${jwk} x`), '"key [redacted:jwk] x"'],

  // Names and values.
  [
    'connection string',
    `Server=x;Database=y;Password=${S} b;Timeout=5`,
    `Server=x;Database=y;Password=${R};Timeout=5`,
  ],
  [
    'connection string at the end',
    `Server=x;User Id=sa;Pwd=${S} b`,
    `Server=x;User Id=sa;Pwd=${R}`,
  ],
  ['connection string with braces', `Driver=x;PWD={${S};b};Port=1`, `Driver=x;PWD=${R};Port=1`],
  [
    'storage account',
    'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=aB3+/aB3==;EndpointSuffix=y',
    `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${R};EndpointSuffix=y`,
  ],
  ['header without a space', 'sent authorization:Bearer abc', `sent authorization:Bearer ${R}`],
  ['header in capitals', 'AUTHORIZATION: Basic YTpi', `AUTHORIZATION: Basic ${R}`],
  ['YAML', `db:\n  password: ${S}\n  port: 1`, `db:\n  password: ${R}\n  port: 1`],
  ['Ruby', `{"password"=>"${S}", "a"=>1}`, `{"password"=>"${R}", "a"=>1}`],
  ['PHP', `[password] => ${S}\n[a] => 1`, `[password] => ${R}\n[a] => 1`],
  ['Go', `password := "${S}"`, `password := "${R}"`],
  [
    'command',
    `mysql --user root --password ${S} --port 1`,
    `mysql --user root --password ${R} --port 1`,
  ],
  ['command with quotes', `x --api-key "${S} b" y`, `x --api-key "${R}" y`],
  [
    'XML',
    `<user><Password>${S}</Password><a>1</a></user>`,
    `<user><Password>${R}</Password><a>1</a></user>`,
  ],
  [
    'SOAP',
    `x <wsse:Password Type="a">${S}</wsse:Password>`,
    `x <wsse:Password Type="a">${R}</wsse:Password>`,
  ],
  ['escaped line break', `a\\npassword=${S}\\nb=1`, `a\\npassword=${R}\\nb=1`],
  [
    'GraphQL error',
    `Variable "$p" got invalid value ["${S}"]; String cannot represent "${S}"`,
    'Variable "$p" got invalid value [redacted:unparsed]',
  ],

  // Behind an encoding.
  ['JSON in JSON', `Bad: ${JSON.stringify(json)}`, `Bad: "{\\"password\\":\\"${R}\\"}"`],
  [
    'JSON in JSON in JSON',
    `Bad: ${JSON.stringify(JSON.stringify(json))}`,
    `Bad: "\\"{\\\\\\"password\\\\\\":\\\\\\"${R}\\\\\\"}\\""`,
  ],
  [
    'escaped quotes in it',
    `Bad: ${JSON.stringify(JSON.stringify({ password: `a"${S}`, b: 1 }))}`,
    `Bad: "{\\"password\\":\\"${R}\\",\\"b\\":1}"`,
  ],
  ['escaped letters', `Bad: {"\\u0070assword":"${S}","a":1}`, `Bad: {"password":"${R}","a":1}`],
  [
    'escaped quotes',
    `Bad: {\\u0022password\\u0022:\\u0022${S}\\u0022}`,
    `Bad: {"password":"${R}"}`,
  ],
  ['HTML', `Bad: {&quot;password&quot;:&quot;${S} b&quot;}`, `Bad: {"password":"${R}"}`],
  [
    'percent',
    `GET /?data=${e(json)}&page=2 failed`,
    'GET /?data=[redacted:encoded 44 characters]&page=2 failed',
  ],
  ['percent, twice', `GET /?data=${e(e(json))} x`, 'GET /?data=[redacted:encoded 58 characters] x'],
  [
    'percent, a pair',
    `GET /?next=%2Fa%3Ftoken%3D${S} x`,
    'GET /?next=[redacted:encoded 30 characters] x',
  ],
  ['base64 of a list', `Bad: ${btoa(`[${json}]`)}`, 'Bad: [redacted:encoded 44 characters]'],
  [
    'base64 of JSON with spaces',
    `Bad: ${btoa(`{ "password": "${S}" }`)}`,
    'Bad: [redacted:encoded 44 characters]',
  ],
];
for (const [what, given, expected] of rows) {
  test(`a secret in a text: ${what}`, () => {
    const masked: Masked[] = [];
    assert.equal(redactor.text(given, 'message', masked), expected);
    assert.notEqual(masked.length, 0);
    const again: Masked[] = [];
    assert.equal(redactor.text(expected, 'message', again), expected);
    assert.deepEqual(again, []);
  });
}

for (const harmless of [
  'token: expired',
  'Wrong password: try again',
  'key: value, secret: none',
  '--password is required',
  'use --token <token> or --api-key',
  'a <b>bold</b> <key>name</key>',
  '<input type="password"> <Token/>',
  'GET /?next=%2Fa%3Fpage%3D2&q=%22red%20shoes%22',
  'Tom &quot;the cat&quot; &#39;x&#39; \\u0041',
  '{"kty":"EC","crv":"P-256","x":"f83OJ3D2","y":"x_FEzRu9"}',
  'a hook: https://hooks.slack.com/services',
  'sk-learn, npm_config_cache, shpat_, glpat-short, AIza, Q~',
  'the reviewer of WyJ and eyAi',
  'Server=x;Database=y;Timeout=5',
]) {
  test(`not a secret: ${harmless}`, () => assert.equal(redactor.text(harmless, '', []), harmless));
}

test('private members of a JSON Web Key go, wherever it is', () => {
  const key = { kty: 'RSA', n: '0vx7', e: 'AQAB', d: S, p: S, q: S, dp: S, dq: S, qi: S };
  const clean = { kty: 'RSA', n: '0vx7', e: 'AQAB', d: R, p: R, q: R, dp: R, dq: R, qi: R };
  assert.deepEqual(redactor.json({ keys: [key, { kty: 'oct', k: S }] }, '', []), {
    keys: [clean, { kty: 'oct', k: R }],
  });
  assert.deepEqual(redactor.json({ d: 'x', k: 'y', p: 2 }, '', []), { d: 'x', k: 'y', p: 2 });
});

// An account number that stands on every invoice is no secret, and audits ask for it.
test('an IBAN stays, unless it is asked for', () => {
  const iban = 'DE89370400440532013000';
  assert.deepEqual(redactor.json({ iban, text: `to ${iban}` }, '', []), {
    iban,
    text: `to ${iban}`,
  });
  const strict = createRedactor({ maskKeys: ['iban'] });
  assert.deepEqual(strict.json({ iban }, '', []), { iban: R });
});
