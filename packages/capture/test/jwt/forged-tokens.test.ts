import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { after, describe, test } from 'node:test';
import { jwtTokens, type Refusal } from '@whodid/capture/jwt';
import { listen } from '../fixtures/listening.ts';
import { forge, hmac, rsa, type Signer, unsigned } from './forge.ts';

const secret = 'a secret of the shop, 32 bytes long or more';
const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = ours.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const theirJwk = theirs.publicKey.export({ format: 'jwk' });

// The key server of the attacker. Nobody may ever ask it.
let asked = 0;
const attacker = await listen(
  createServer((_request, response) => {
    asked += 1;
    response.end(JSON.stringify({ keys: [{ ...theirJwk, kid: 'theirs' }] }));
  }),
);
after(() => attacker.close());

const expected = { issuer: 'https://id.example', audience: 'shop' };
const bySecret = jwtTokens({ ...expected, secret });
const byKey = jwtTokens({ ...expected, publicKey: pem });

const now = Math.floor(Date.now() / 1000);
const claims = { iss: 'https://id.example', aud: 'shop', sub: '13', exp: now + 600 };
const good = hmac(secret);
const hs = { alg: 'HS256', typ: 'JWT' };
const rs = { alg: 'RS256', typ: 'JWT' };

const without = (name: keyof typeof claims): object => ({ ...claims, [name]: undefined });
const signed = (payload: unknown, signer: Signer = good): string => forge(hs, payload, signer);
const headed = (header: object): string => forge({ ...hs, ...header }, claims, good);
const stolen = (header: object): string =>
  forge({ ...rs, ...header }, claims, rsa(theirs.privateKey));
const changed = (token: string, part: number, change: (text: string) => string): string =>
  token
    .split('.')
    .map((text, index) => (index === part ? change(text) : text))
    .join('.');

const real = signed(claims);
const realRsa = forge(rs, claims, rsa(ours.privateKey));

const ofSecret: readonly (readonly [name: string, token: string, refused: Refusal])[] = [
  ['alg none', forge({ alg: 'none' }, claims, unsigned), 'algorithm'],
  ['alg None', forge({ alg: 'None' }, claims, unsigned), 'algorithm'],
  ['alg NONE with a right signature', forge({ alg: 'NONE' }, claims, good), 'algorithm'],
  ['alg that is empty', forge({ alg: '' }, claims, unsigned), 'algorithm'],
  ['no alg', forge({ typ: 'JWT' }, claims, good), 'algorithm'],
  ['alg that is a list', headed({ alg: ['HS256'] }), 'algorithm'],
  ['alg in other case', headed({ alg: 'hs256' }), 'algorithm'],
  [
    'alg that is not on the list',
    forge({ alg: 'HS512' }, claims, hmac(secret, 'sha512')),
    'algorithm',
  ],
  [
    'alg given twice, the last is none',
    forge('{"alg":"HS256","alg":"none"}', claims, good),
    'algorithm',
  ],
  ['alg of keys for a secret', realRsa, 'algorithm'],
  ['another secret', signed(claims, hmac('a secret of somebody else, long enough')), 'signature'],
  ['the empty secret', signed(claims, hmac('')), 'signature'],
  ['no signature', signed(claims, unsigned), 'signature'],
  ['half a signature', changed(real, 2, (text) => text.slice(0, 20)), 'signature'],
  [
    'the signature of another token',
    changed(real, 2, () => signed({ ...claims, sub: '14' }).split('.')[2] ?? ''),
    'signature',
  ],
  [
    'claims of another under a right signature',
    changed(real, 1, () =>
      Buffer.from(JSON.stringify({ ...claims, sub: '1' })).toString('base64url'),
    ),
    'signature',
  ],
  [
    'kid that is a path, signed with an empty file',
    forge({ ...hs, kid: '../../../../dev/null' }, claims, hmac('')),
    'signature',
  ],
  [
    'kid that is SQL, signed with its result',
    forge({ ...hs, kid: "x' UNION SELECT 'key' --" }, claims, hmac('key')),
    'signature',
  ],
  ['kid that is very long', headed({ kid: 'k'.repeat(257) }), 'key'],
  ['kid with a zero byte', headed({ kid: 'ours\u0000' }), 'key'],
  ['kid with a line break', headed({ kid: 'ours\r\nx: y' }), 'key'],
  ['kid that is an object', headed({ kid: { $ne: '' } }), 'key'],
  ['kid that is a number', headed({ kid: 0 }), 'key'],
  ['crit', headed({ crit: ['exp'], exp: 1 }), 'malformed'],
  ['crit that is empty', headed({ crit: [] }), 'malformed'],
  ['payload that is not encoded', headed({ b64: false, crit: ['b64'] }), 'malformed'],
  ['nested by cty', headed({ cty: 'JWT' }), 'malformed'],
  ['nested by media type', headed({ cty: 'application/jwt' }), 'malformed'],
  ['nested without cty', signed(real), 'malformed'],
  ['encrypted, five parts', `${real}.AAAA.AAAA`, 'malformed'],
  ['encrypted by its header', headed({ enc: 'A256GCM' }), 'malformed'],
  ['typ of a logout token', headed({ typ: 'logout+jwt' }), 'malformed'],
  ['header that is no JSON', forge('{', claims, good), 'malformed'],
  ['header that is a list', forge('[]', claims, good), 'malformed'],
  ['payload that is no JSON', signed('{'), 'malformed'],
  ['payload that is a list', signed([claims]), 'malformed'],
  ['payload that is null', signed('null'), 'malformed'],
  ['two parts', real.split('.').slice(0, 2).join('.'), 'malformed'],
  ['nothing', '', 'malformed'],
  ['three dots', '...', 'malformed'],
  ['a space behind it', `${real} `, 'malformed'],
  ['padding', `${real}==`, 'malformed'],
  ['longer than 8 KiB', signed({ ...claims, pad: 'x'.repeat(8192) }), 'malformed'],
  ['two tokens', `${real},${real}`, 'malformed'],
  ['no exp', signed(without('exp')), 'claims'],
  ['exp that is text', signed({ ...claims, exp: String(now + 600) }), 'claims'],
  ['exp that is null', signed({ ...claims, exp: null }), 'claims'],
  [
    'exp that never comes',
    signed(JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999')),
    'claims',
  ],
  ['exp in the past', signed({ ...claims, exp: now - 1 }), 'expired'],
  ['exp that is negative', signed({ ...claims, exp: -1 }), 'expired'],
  ['nbf in the future', signed({ ...claims, nbf: now + 60 }), 'not_yet_valid'],
  ['nbf that is text', signed({ ...claims, nbf: 'never' }), 'claims'],
  ['no iss', signed(without('iss')), 'issuer'],
  ['another iss', signed({ ...claims, iss: 'https://id.example.evil' }), 'issuer'],
  ['iss with a slash more', signed({ ...claims, iss: 'https://id.example/' }), 'issuer'],
  ['iss that is a list', signed({ ...claims, iss: ['https://id.example'] }), 'issuer'],
  ['no aud', signed(without('aud')), 'audience'],
  ['another aud', signed({ ...claims, aud: 'bank' }), 'audience'],
  ['aud that only begins so', signed({ ...claims, aud: ['shopping', 'shop2'] }), 'audience'],
  ['aud that is an object', signed({ ...claims, aud: { shop: true } }), 'audience'],
  ['no subject', signed(without('sub')), 'claims'],
  ['empty subject', signed({ ...claims, sub: '' }), 'claims'],
  ['subject that is an object', signed({ ...claims, sub: { id: 1 } }), 'claims'],
  ['subject that is a number too large to be exact', signed({ ...claims, sub: 2 ** 53 }), 'claims'],
  [
    'subject of the prototype',
    signed(JSON.stringify({ ...claims, sub: undefined }).replace('{', '{"__proto__":{"sub":"1"},')),
    'claims',
  ],
  ['act without a name', signed({ ...claims, act: {} }), 'claims'],
  ['act that is text', signed({ ...claims, act: 'admin' }), 'claims'],
];

const ofKey: readonly (readonly [name: string, token: string, refused: Refusal])[] = [
  ['HMAC with the public key as PEM', forge(hs, claims, hmac(pem)), 'algorithm'],
  [
    'HMAC with the public key as DER',
    forge(hs, claims, hmac(ours.publicKey.export({ type: 'spki', format: 'der' }))),
    'algorithm',
  ],
  ['HMAC under the name RS256', forge(rs, claims, hmac(pem)), 'signature'],
  ['none for a key', forge({ alg: 'none' }, claims, unsigned), 'algorithm'],
  ['ES256 with r = s = 0', forge({ alg: 'ES256' }, claims, () => Buffer.alloc(64)), 'algorithm'],
  [
    'PS256 under the signature of RS256',
    forge({ alg: 'PS256' }, claims, rsa(ours.privateKey)),
    'signature',
  ],
  ['another hash under RS256', forge(rs, claims, rsa(ours.privateKey, 'sha1')), 'signature'],
  ['another key', stolen({}), 'signature'],
  ['another key that it brings as jwk', stolen({ jwk: theirJwk }), 'signature'],
  ['another key behind jku', stolen({ jku: `${attacker.url}/keys`, kid: 'theirs' }), 'signature'],
  ['another key behind x5u', stolen({ x5u: `${attacker.url}/chain` }), 'signature'],
  [
    'another key as x5c',
    stolen({ x5c: [theirs.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')] }),
    'signature',
  ],
  ['a signature full of zeros', forge(rs, claims, () => Buffer.alloc(256)), 'signature'],
];

describe('forged tokens', () => {
  test('the real ones are accepted', async () => {
    for (const verdict of [await bySecret.verify(real), await byKey.verify(realRsa)]) {
      assert.deepEqual(verdict, { identity: { actor: { type: 'user', id: '13' } } });
    }
  });

  test('each is refused, by the right word, and is not remembered as good', async () => {
    assert.ok(ofSecret.length + ofKey.length >= 40);
    for (const [reader, table] of [
      [bySecret, ofSecret],
      [byKey, ofKey],
    ] as const) {
      for (const [name, token, refused] of table) {
        assert.deepEqual(await reader.verify(token), { refused }, name);
        assert.ok(!('identity' in (reader.known(token) ?? {})), name);
      }
    }
  });

  test('nobody is asked for the key that a token brings', async () => {
    assert.equal(asked, 0);
  });

  test('what is no text at all is refused, too', async () => {
    for (const token of [undefined, null, 1, {}, ['a.b.c']]) {
      assert.deepEqual(await bySecret.verify(token as string), { refused: 'malformed' });
    }
  });
});
