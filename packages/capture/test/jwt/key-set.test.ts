import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, describe, test } from 'node:test';
import { type JwtTokensOptions, jwtTokens, type TokenVerdict } from '@whodid/capture/jwt';
import { captureFetch } from '../../src/fetch/index.ts';
import { JwtReader } from '../../src/jwt/jwt-reader.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { type Listening, listen } from '../fixtures/listening.ts';
import { es256, forge, hmac, unsigned } from './forge.ts';
import { type MovableClock, movableClock } from './movable-clock.ts';

const minute = 60_000;
const hour = 60 * minute;

interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly jwk: object;
}

function signingKey(kid: string): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' } };
}

/** An issuer with a real server, whose behaviour a test changes. */
interface Issuer {
  readonly clock: MovableClock;
  readonly reader: JwtReader;
  readonly url: string;
  readonly requests: number;
  publish(...keys: readonly SigningKey[]): void;
  answer(how: (request: IncomingMessage, response: ServerResponse) => void): void;
  verify(key: SigningKey, header?: object): Promise<TokenVerdict>;
}

const open: Listening[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function issuer(options: JwtTokensOptions = {}): Promise<Issuer> {
  let requests = 0;
  let tokens = 0;
  let respond: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = await listen(
    createServer((request, response) => {
      requests += 1;
      respond(request, response);
    }),
  );
  open.push(server);
  const clock = movableClock();
  const reader = new JwtReader(
    { jwksUrl: `${server.url}/keys`, ...options },
    { clock, waitMs: 60_000 },
  );
  return {
    clock,
    reader,
    url: server.url,
    get requests() {
      return requests;
    },
    publish(...keys) {
      respond = (_request, response) =>
        response.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
    },
    answer(how) {
      respond = how;
    },
    verify({ kid, privateKey }, header = {}) {
      tokens += 1;
      const exp = Math.floor(clock.now() / 1000) + 600;
      const claims = { sub: '13', exp, jti: `t-${tokens}` };
      return reader.verify(forge({ alg: 'ES256', kid, ...header }, claims, es256(privateKey)));
    },
  };
}

const madeUp = (kid: string): string => forge({ alg: 'ES256', kid }, {}, unsigned);
const isGood = (verdict: TokenVerdict): boolean => 'identity' in verdict;
const unavailable = { refused: 'unavailable' };
const noKey = { refused: 'key' };
const [a, b, c] = [signingKey('a'), signingKey('b'), signingKey('c')];

describe('the keys of an issuer', () => {
  test('a hundred first tokens at once fetch them once', async () => {
    const shop = await issuer();
    shop.publish(a);
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => shop.verify(a)));
    assert.ok(verdicts.every(isGood));
    assert.equal(shop.requests, 1);
  });

  // The issuer publishes the next key, signs with it, and later withdraws the old one.
  test('rotation under load refuses nobody', async () => {
    const shop = await issuer();
    shop.publish(a);
    assert.ok(isGood(await shop.verify(a)));
    let refused = 0;
    let verified = 0;
    const load = async (...keys: readonly SigningKey[]): Promise<void> => {
      const verdicts = await Promise.all(
        Array.from({ length: 100 }, (_, index) => shop.verify(keys[index % keys.length] ?? a)),
      );
      verified += verdicts.length;
      refused += verdicts.filter((verdict) => !isGood(verdict)).length;
    };
    let [old, next, other] = [a, b, c];
    for (let round = 0; round < 9; round += 1) {
      shop.publish(old, next);
      await Promise.all([load(old), load(old, next), load(next)]);
      shop.publish(next);
      await load(next);
      shop.clock.move(2 * minute);
      [old, next, other] = [next, other, old];
    }
    assert.deepEqual({ verified, refused }, { verified: 3_600, refused: 0 });
    assert.ok(shop.requests <= 12, `${shop.requests} requests`);
  });

  test('a key that was withdrawn ends within ten minutes, and its verdicts with it', async () => {
    const shop = await issuer();
    shop.publish(a, b);
    const exp = Math.floor(Date.now() / 1000) + 3600;
    const token = forge({ alg: 'ES256', kid: 'a' }, { sub: '13', exp }, es256(a.privateKey));
    assert.ok(isGood(await shop.reader.verify(token)));
    shop.publish(b);
    shop.clock.move(10 * minute);
    assert.equal(shop.reader.known(token), undefined);
    assert.deepEqual(await shop.reader.verify(token), noKey);
  });

  test('a flood of unknown key ids reaches the issuer once a minute', async () => {
    const shop = await issuer();
    shop.publish(a);
    await shop.verify(a);
    for (let minutes = 1; minutes <= 3; minutes += 1) {
      shop.clock.move(minute);
      for (let wave = 0; wave < 20; wave += 1) {
        const flood = Array.from({ length: 50 }, (_, at) => `made-up-${minutes}-${wave}-${at}`);
        const verdicts = await Promise.all(flood.map((kid) => shop.reader.verify(madeUp(kid))));
        for (const verdict of verdicts) assert.deepEqual(verdict, noKey);
      }
      assert.equal(shop.requests, 1 + minutes);
    }
    assert.ok(isGood(await shop.verify(a)));
  });

  test('a flood before there are any keys fetches them once', async () => {
    const shop = await issuer();
    shop.publish(a);
    const flood = Array.from({ length: 50 }, (_, at) => shop.reader.verify(madeUp(`k-${at}`)));
    for (const verdict of await Promise.all(flood)) assert.deepEqual(verdict, noKey);
    assert.equal(shop.requests, 1);
  });

  test('in an outage the last good keys hold for a day and not longer', async () => {
    const shop = await issuer();
    shop.publish(a);
    assert.ok(isGood(await shop.verify(a)));
    shop.answer((_request, response) => response.writeHead(503).end());
    for (const passed of [11 * minute, 12 * hour, 11 * hour]) {
      shop.clock.move(passed);
      assert.ok(isGood(await shop.verify(a)));
      assert.deepEqual(await shop.verify(b), unavailable);
    }
    shop.clock.move(hour);
    assert.deepEqual(await shop.verify(a), unavailable);
    shop.publish(a);
    shop.clock.move(10_000);
    assert.ok(isGood(await shop.verify(a)));
  });

  test('an outage from the start is asked about every 10 s, and ends', async () => {
    const shop = await issuer();
    shop.answer((request) => request.socket.destroy());
    for (let index = 0; index < 20; index += 1) {
      assert.deepEqual(await shop.verify(a), unavailable);
    }
    assert.equal(shop.requests, 1);
    shop.publish(a);
    assert.deepEqual(await shop.verify(a), unavailable);
    shop.clock.move(10_000);
    assert.ok(isGood(await shop.verify(a)));
    assert.equal(shop.requests, 2);
  });

  test('an issuer that does not answer is given up', { timeout: 60_000 }, async () => {
    const shop = await issuer();
    const exp = Math.floor(Date.now() / 1000) + 600;
    const token = forge({ alg: 'ES256', kid: 'a' }, { sub: '13', exp }, es256(a.privateKey));
    const answers = [
      () => {},
      (_: unknown, response: ServerResponse) => response.write('{"keys":['),
    ];
    for (const answer of answers) {
      shop.answer(answer);
      const reader = jwtTokens({ jwksUrl: `${shop.url}/keys` });
      assert.deepEqual(await reader.verify(token), unavailable);
    }
    assert.equal(shop.requests, 2);
  });

  const bad: readonly (readonly [name: string, body: string])[] = [
    ['no JSON', '<html>'],
    ['null', 'null'],
    ['no keys', '{}'],
    ['an empty set', '{"keys":[]}'],
    ['a set that is no list of keys', '{"keys":[1]}'],
    ['a set that is too long', JSON.stringify({ keys: [a.jwk], pad: 'x'.repeat(300_000) })],
  ];
  for (const [name, body] of bad) {
    test(`an answer with ${name} is an outage`, async () => {
      const shop = await issuer();
      shop.publish(a);
      assert.ok(isGood(await shop.verify(a)));
      shop.answer((_request, response) => response.end(body));
      shop.clock.move(11 * minute);
      assert.ok(isGood(await shop.verify(a)));
      assert.equal(shop.requests, 2);
    });
  }

  test('redirects are not followed', async () => {
    const elsewhere = await issuer();
    elsewhere.publish(a);
    const shop = await issuer();
    shop.answer((_request, response) =>
      response.writeHead(302, { location: `${elsewhere.url}/keys` }).end(),
    );
    assert.deepEqual(await shop.verify(a), unavailable);
    assert.equal(shop.requests, 1);
    assert.equal(elsewhere.requests, 0);
  });

  test('without a key id it must be clear which key is meant', async () => {
    const shop = await issuer();
    shop.publish(a);
    assert.ok(isGood(await shop.verify(a, { kid: undefined })));
    shop.publish(a, b);
    shop.clock.move(11 * minute);
    assert.deepEqual(await shop.verify(a, { kid: undefined }), noKey);
  });

  test('a secret in a key set, or a key for encryption, verifies nothing', async () => {
    const shop = await issuer();
    const secret = Buffer.alloc(32, 1);
    const oct = { kty: 'oct', kid: 's', alg: 'HS256', k: secret.toString('base64url') };
    shop.publish({ ...b, jwk: oct }, { ...c, jwk: { ...c.jwk, use: 'enc' } });
    const exp = Math.floor(Date.now() / 1000) + 600;
    const forged = forge({ alg: 'HS256', kid: 's' }, { sub: '13', exp }, hmac(secret));
    assert.deepEqual(await shop.reader.verify(forged), { refused: 'algorithm' });
    assert.deepEqual(await shop.verify(c), noKey);
  });

  test('the right key id with another key is refused', async () => {
    const shop = await issuer();
    shop.publish(a);
    assert.deepEqual(await shop.verify(b, { kid: 'a' }), { refused: 'signature' });
  });
});

test('fetching the keys is no call of the app', async () => {
  const recorder = collectingRecorder();
  const stop = captureFetch(recorder);
  try {
    const shop = await issuer();
    shop.publish(a);
    assert.ok(isGood(await shop.verify(a)));
    await (await fetch(`${shop.url}/keys`)).text();
    await recorder.find(({ kind }) => kind === 'http.out');
    assert.deepEqual([shop.requests, recorder.drafts.length], [2, 1]);
  } finally {
    stop();
  }
});
