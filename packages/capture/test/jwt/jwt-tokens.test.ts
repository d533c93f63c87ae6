import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { type JwtTokensOptions, jwtTokens, type TokenVerdict } from '@whodid/capture/jwt';
import { isWhodidError } from '@whodid/core';
import { JwtReader } from '../../src/jwt/jwt-reader.ts';
import { forge, hmac, rsa } from './forge.ts';
import { movableClock } from './movable-clock.ts';

const secret = 'a secret of the shop, 32 bytes long or more';
const exp = Math.floor(Date.now() / 1000) + 600;
const token = (claims: object, header: object = {}): string =>
  forge({ alg: 'HS256', ...header }, { exp, sub: '13', ...claims }, hmac(secret));

describe('who a token speaks of', () => {
  const identity = async (claims: object, options: JwtTokensOptions = {}): Promise<unknown> => {
    const verdict = await jwtTokens({ secret, ...options }).verify(token(claims));
    return 'identity' in verdict ? verdict.identity : verdict;
  };

  test('id, name, e-mail, role and the name of the token', async () => {
    const claims = { name: 'Ada', email: 'ada@example.com', role: 'admin', jti: 't-1', role_id: 7 };
    assert.deepEqual(await identity(claims), {
      actor: {
        type: 'user',
        id: '13',
        name: 'Ada',
        email: 'ada@example.com',
        role: 'admin',
        roleId: '7',
        credential: 't-1',
      },
    });
  });

  test('lists of roles are joined, and what is no text is left out', async () => {
    const claims = { preferred_username: 'ada', roles: ['a', {}, 'b'], role_ids: [1, 2], email: 1 };
    assert.deepEqual(await identity(claims), {
      actor: { type: 'user', id: '13', name: 'ada', role: 'a, b', roleId: '1, 2' },
    });
  });

  test('the id is the first claim that is there, and a number becomes text', async () => {
    const actor = (id: string): object => ({ actor: { type: 'user', id } });
    assert.deepEqual(await identity({ sub: undefined, user_id: 13 }), actor('13'));
    assert.deepEqual(await identity({ sub: 'a', user_id: 'b' }), actor('a'));
    assert.deepEqual(await identity({ sub: 'a', uid: 0 }, { subject: 'uid' }), actor('0'));
    assert.deepEqual(await identity({ sub: 'a' }, { subject: ['uid', 'sub'] }), actor('a'));
    assert.deepEqual(await identity({ sub: 'a' }, { subject: 'uid' }), { refused: 'claims' });
  });

  // RFC 8693 section 4.1, figure 6: a chain in which only the outermost act counts.
  test('with an act claim its subject acts for the subject of the token', async () => {
    const claims = {
      sub: 'user@example.com',
      name: 'The user',
      jti: 't-2',
      act: { sub: 'https://service16.example.com', act: { sub: 'https://service77.example.com' } },
    };
    assert.deepEqual(await identity(claims), {
      actor: { type: 'user', id: 'https://service16.example.com', credential: 't-2' },
      onBehalfOf: [{ type: 'user', id: 'user@example.com', name: 'The user' }],
    });
  });

  test('claims that are asked for are copied, whatever they are called', async () => {
    const raw = `{"exp":${exp},"sub":"13","company_id":5,"method":"X","__proto__":{"evil":true}}`;
    const reader = jwtTokens({
      secret,
      claims: ['company_id', 'method', '__proto__', 'toString', 'constructor', 'missing'],
    });
    const verdict = await reader.verify(forge({ alg: 'HS256' }, raw, hmac(secret)));
    assert.ok('identity' in verdict);
    const { data } = verdict.identity;
    assert.ok(data);
    assert.deepEqual(Object.keys(data), ['company_id', 'method', '__proto__']);
    assert.equal(Object.getPrototypeOf(data), Object.prototype);
    assert.equal(({} as { evil?: unknown }).evil, undefined);
    assert.equal((data as { evil?: unknown }).evil, undefined);
  });

  test('what many requests share cannot be changed by one', async () => {
    const reader = jwtTokens({ secret, claims: ['org'] });
    const verdict = await reader.verify(token({ org: { teams: [{ id: 1 }] } }));
    assert.ok('identity' in verdict);
    const { org } = verdict.identity.data as { org: { teams: { id: number }[] } };
    const { teams } = org;
    assert.throws(() => teams.push({ id: 2 }), TypeError);
    assert.throws(() => Object.assign(teams[0] ?? {}, { id: 2 }), TypeError);
    assert.throws(() => Object.assign(verdict.identity.actor, { id: 'other' }), TypeError);
  });

  test('the usual types, any key id of a sane form, and strange parameters are no obstacle', async () => {
    const reader = jwtTokens({ secret });
    for (const header of [
      { typ: 'JWT' },
      { typ: 'at+jwt' },
      { typ: 'application/at+jwt' },
      { kid: 'arn:aws:kms:eu-west-1:1:key/9' },
      { jku: 'https://id.example/keys', x5t: 'AAAA', cty: 'json' },
    ]) {
      assert.ok('identity' in (await reader.verify(token({}, header))), JSON.stringify(header));
    }
  });
});

describe('verdicts that are remembered', () => {
  const known = (reader: JwtReader, text: string): TokenVerdict | undefined => reader.known(text);

  test('the second request with the same token waits for nothing', async () => {
    const reader = jwtTokens({ secret });
    const text = token({});
    assert.equal(reader.known(text), undefined);
    const verdict = await reader.verify(text);
    assert.equal(reader.known(text), verdict);
  });

  test('a good verdict ends with the token, to the second', async () => {
    const clock = movableClock();
    const reader = new JwtReader({ secret }, { clock, waitMs: 0 });
    const soon = Math.floor(clock.now() / 1000) + 30;
    const text = token({ exp: soon });
    await reader.verify(text);
    clock.moveTo(soon * 1000 - 1);
    assert.ok(known(reader, text));
    clock.moveTo(soon * 1000);
    assert.equal(known(reader, text), undefined);
    assert.deepEqual(await reader.verify(text), { refused: 'expired' });
  });

  test('it does not hold before nbf, should the clock be set back', async () => {
    const clock = movableClock();
    const reader = new JwtReader({ secret }, { clock, waitMs: 0 });
    const nbf = Math.floor(clock.now() / 1000) - 5;
    const text = token({ nbf });
    await reader.verify(text);
    clock.moveTo(nbf * 1000 - 1);
    assert.equal(known(reader, text), undefined);
    assert.deepEqual(await reader.verify(text), { refused: 'not_yet_valid' });
    clock.moveTo(nbf * 1000);
    assert.ok('identity' in (await reader.verify(text)));
  });

  test('tolerance counts for both ends, remembered or not', async () => {
    const clock = movableClock();
    const reader = new JwtReader({ secret, clockToleranceSeconds: 10 }, { clock, waitMs: 0 });
    const nowSeconds = Math.floor(clock.now() / 1000);
    const text = token({ nbf: nowSeconds + 5, exp: nowSeconds + 20 });
    assert.ok('identity' in (await reader.verify(text)));
    clock.moveTo((nowSeconds + 29) * 1000);
    assert.ok(known(reader, text));
    clock.moveTo((nowSeconds + 30) * 1000);
    assert.deepEqual(await reader.verify(text), { refused: 'expired' });
  });

  test('it is made anew after ten minutes, in case the key was withdrawn', async () => {
    const clock = movableClock();
    const reader = new JwtReader({ secret }, { clock, waitMs: 0 });
    const text = token({ exp: exp + 86_400 });
    await reader.verify(text);
    clock.move(600_000);
    assert.equal(known(reader, text), undefined);
    assert.ok('identity' in (await reader.verify(text)));
  });

  test('a thousand stay, and those that are used stay longest', async () => {
    const reader = jwtTokens({ secret });
    const texts = Array.from({ length: 1_001 }, (_, index) => token({ jti: `t-${index}` }));
    const [first = '', second = '', ...others] = texts;
    await reader.verify(first);
    await reader.verify(second);
    for (const text of others) {
      assert.ok(reader.known(first));
      await reader.verify(text);
    }
    assert.ok(reader.known(first));
    assert.equal(reader.known(second), undefined);
    assert.equal(texts.filter((text) => reader.known(text)).length, 1_000);
  });

  test('tokens that were made up push nothing out and are not kept', async () => {
    const reader = jwtTokens({ secret });
    const text = token({});
    await reader.verify(text);
    for (let index = 0; index < 3_000; index += 1) {
      const madeUp = forge({ alg: 'HS256' }, { exp, sub: `${index}` }, hmac('made up'));
      assert.deepEqual(await reader.verify(madeUp), { refused: 'signature' });
      assert.equal(reader.known(madeUp), undefined);
    }
    assert.ok(reader.known(text));
  });
});

describe('options that cannot be used are refused at start', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  const pemOf = (key: typeof publicKey): string =>
    key.export({ type: 'spki', format: 'pem' }).toString();
  const pem = pemOf(publicKey);
  const jwksUrl = 'https://id.example/jwks';

  const refused: readonly (readonly [name: string, option: string, given: object])[] = [
    ['no key', 'secret', {}],
    ['two keys', 'secret', { secret, publicKey: pem }],
    ['three keys', 'secret', { secret, publicKey: pem, jwksUrl }],
    ['a short secret', 'secret', { secret: 'x'.repeat(31) }],
    ['a short secret in bytes', 'secret', { secret: new Uint8Array(31) }],
    ['too short for HS512', 'secret', { secret: 'x'.repeat(63), algorithms: ['HS256', 'HS512'] }],
    ['a public key as secret', 'secret', { secret: pem }],
    ['an empty secret', 'secret', { secret: '' }],
    [
      'a private key as public key',
      'publicKey',
      { publicKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) },
    ],
    [
      'a private JWK as public key',
      'publicKey',
      { publicKey: privateKey.export({ format: 'jwk' }) },
    ],
    ['a secret as JWK', 'publicKey', { publicKey: { kty: 'oct', k: 'AAAA' } }],
    ['a weak key', 'publicKey', { publicKey: pemOf(weak) }],
    ['a weak JWK', 'publicKey', { publicKey: weak.export({ format: 'jwk' }) }],
    ['text that is no key', 'publicKey', { publicKey: 'key' }],
    [
      'broken PEM',
      'publicKey',
      { publicKey: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----' },
    ],
    ['none', 'algorithms', { secret, algorithms: ['none'] }],
    ['an empty list', 'algorithms', { secret, algorithms: [] }],
    ['RS256 for a secret', 'algorithms', { secret, algorithms: ['RS256'] }],
    ['both sorts for a secret', 'algorithms', { secret, algorithms: ['HS256', 'RS256'] }],
    ['HS256 for a key', 'algorithms', { publicKey: pem, algorithms: ['HS256'] }],
    ['ES256 for an RSA key', 'algorithms', { publicKey: pem, algorithms: ['RS256', 'ES256'] }],
    ['both sorts for a key set', 'algorithms', { jwksUrl, algorithms: ['RS256', 'HS256'] }],
    ['http elsewhere', 'jwksUrl', { jwksUrl: 'http://id.example/jwks' }],
    ['http to a name that looks local', 'jwksUrl', { jwksUrl: 'http://127.0.0.1.evil.example/' }],
    ['a user name in the URL', 'jwksUrl', { jwksUrl: 'https://a:b@id.example/jwks' }],
    ['another protocol', 'jwksUrl', { jwksUrl: 'file:///etc/jwks' }],
    ['an empty issuer', 'issuer', { secret, issuer: '' }],
    ['an issuer among others that is empty', 'issuer', { secret, issuer: ['a', ''] }],
    ['no audience in a list', 'audience', { secret, audience: [] }],
    ['no subject', 'subject', { secret, subject: [] }],
    ['a tolerance of an hour', 'clockToleranceSeconds', { secret, clockToleranceSeconds: 3600 }],
  ];

  for (const [name, option, given] of refused) {
    test(name, () => {
      assert.throws(
        () => jwtTokens(given),
        (error) =>
          isWhodidError(error, 'CONFIG_INVALID') &&
          error.facts.option === `jwtTokens.${option}` &&
          !error.message.includes(secret),
      );
    });
  }

  test('an unknown option, with the nearest known one', () => {
    const given = { secret, audiance: 'shop' } as JwtTokensOptions;
    assert.throws(
      () => jwtTokens(given),
      (error) => isWhodidError(error, 'CONFIG_UNKNOWN') && error.facts.nearest === 'audience',
    );
  });

  test('a secret in bytes may be changed afterwards', async () => {
    const bytes = Buffer.from(secret);
    const reader = jwtTokens({ secret: bytes });
    bytes.fill(0);
    assert.ok('identity' in (await reader.verify(token({}))));
  });
});

describe('public keys', () => {
  const pairs = [
    ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['ES512', generateKeyPairSync('ec', { namedCurve: 'P-521' })],
    ['EdDSA', generateKeyPairSync('ed25519')],
  ] as const;

  for (const [alg, { publicKey, privateKey }] of pairs) {
    test(`${alg}, as PEM and as JWK, without naming the algorithm`, async () => {
      const { SignJWT } = await import('jose');
      const text = await new SignJWT({ sub: '13' })
        .setProtectedHeader({ alg, kid: 'any' })
        .setExpirationTime('5m')
        .sign(privateKey);
      const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      for (const key of [pem, publicKey.export({ format: 'jwk' }) as Record<string, unknown>]) {
        assert.ok('identity' in (await jwtTokens({ publicKey: key }).verify(text)), typeof key);
      }
    });
  }

  test('a JWK that says what it is for is used for nothing else', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const text = forge({ alg: 'RS256' }, { exp, sub: '13' }, rsa(privateKey));
    const jwk = publicKey.export({ format: 'jwk' }) as Record<string, unknown>;
    assert.ok('identity' in (await jwtTokens({ publicKey: jwk }).verify(text)));
    for (const member of [{ alg: 'PS256' }, { use: 'enc' }]) {
      const reader = jwtTokens({ publicKey: { ...jwk, ...member } });
      assert.deepEqual(await reader.verify(text), { refused: 'key' });
    }
  });
});
