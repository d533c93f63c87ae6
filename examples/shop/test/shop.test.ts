import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignJWT, UnsecuredJWT } from 'jose';
import { openShop, type TestShop } from './open-shop.ts';

test('a refund says who gave back what, to whom and why, within its request', async (t) => {
  const shop = await openShop(t);
  const orderId = await buy(shop, 'katherine');
  const ada = await shop.signIn('ada');
  const reason = 'arrived damaged';
  const { statusCode } = await shop.ask('POST', `/orders/${orderId}/refund`, ada, { reason });
  assert.equal(statusCode, 200);

  const entries = await shop.entries();
  const refund = entries.find(({ action }) => action === 'order.refund');
  assert.ok(refund !== undefined);
  assert.deepEqual([refund.actor.id, refund.actor.name], ['ada', 'Ada Lovelace']);
  assert.equal(refund.reason, reason);
  assert.deepEqual(refund.targets, [
    { type: 'order', id: String(orderId), name: `#${orderId}` },
    { type: 'user', id: 'katherine' },
  ]);
  assert.deepEqual(refund.change?.fields, [
    { name: 'state', old: 'paid', new: 'refunded' },
    { name: 'totalCents', old: 2800, new: 0 },
  ]);
  const request = entries.find(({ http }) => http?.route === '/orders/:id/refund');
  assert.equal(request?.http?.statusCode, 200);
  assert.ok(refund.ambient?.requestId !== undefined);
  assert.equal(refund.ambient.requestId, request.ambient?.requestId);
});

test('signing in is recorded, right and wrong, and the password is in none of it', async (t) => {
  const shop = await openShop(t);
  const email = 'alan@shop.example';
  const wrong = 'not-the-password-of-alan';
  for (const body of [
    { email, password: wrong },
    { email: 'nobody@shop.example', password: wrong },
    { email, password: 'bombe-at-bletchley' },
  ]) {
    await shop.ask('POST', '/session', undefined, body);
  }
  const logins = (await shop.entries()).filter(({ action }) => action === 'user.login');
  assert.deepEqual(
    logins.map(({ outcome, actor, reason }) => [outcome, actor.id, reason]),
    [
      ['failure', 'anonymous', 'wrong password'],
      ['failure', 'anonymous', 'nobody has that address'],
      ['success', 'alan', undefined],
    ],
  );
  const text = JSON.stringify(await shop.entries());
  assert.ok(text.includes(email));
  assert.ok(!text.includes(wrong) && !text.includes('bombe-at-bletchley'));
});

test('every door that is not theirs stays shut, and each try is recorded', async (t) => {
  const shop = await openShop(t);
  const orderId = await buy(shop, 'katherine');
  const mallory = await shop.signIn('mallory');
  const ada = await shop.signIn('ada');
  const tries: readonly (readonly [string, string, string | undefined, number])[] = [
    ['GET', '/admin/people', undefined, 401],
    ['GET', '/admin/people', mallory, 403],
    ['PATCH', '/admin/people/mallory', mallory, 403],
    ['GET', '/admin/people', ada, 403],
    ['GET', '/cart', ada, 403],
    ['GET', `/orders/${orderId}`, undefined, 401],
    ['GET', `/orders/${orderId}`, mallory, 404],
    ['GET', `/orders/${orderId}/invoice`, mallory, 404],
    ['POST', `/orders/${orderId}/refund`, mallory, 403],
  ];
  for (const [method, path, token, expected] of tries) {
    const { statusCode } = await shop.ask(method, path, token);
    assert.equal(statusCode, expected, `${method} ${path}`);
  }
  const recorded = (await shop.entries()).filter(({ http, outcome }) => {
    return http !== undefined && outcome !== 'success';
  });
  assert.deepEqual(
    recorded.map(({ http, actor }) => [http?.method, http?.path, http?.statusCode, actor.id]),
    tries.map(([method, path, token, code]) => {
      const who = token === undefined ? 'anonymous' : token === ada ? 'ada' : 'mallory';
      return [method, path, code, who];
    }),
  );
});

test('a forged, a foreign and an expired token are refused, and recorded', async (t) => {
  const shop = await openShop(t);
  const claims = new SignJWT().setIssuer('shop.example').setSubject('margaret');
  const signed = claims.setProtectedHeader({ alg: 'HS256' });
  const tokens = [
    new UnsecuredJWT().setIssuer('shop.example').setSubject('margaret').encode(),
    await signed.setExpirationTime('1 hour').sign(new Uint8Array(32)),
    await signed.setExpirationTime('-1 minute').sign(shop.secret),
    'no token at all',
  ];
  for (const token of tokens) {
    assert.equal((await shop.ask('GET', '/admin/people', token)).statusCode, 401);
  }
  const refused = (await shop.entries()).filter(({ action }) => action === 'token.refuse');
  assert.deepEqual(
    refused.map(({ kind, outcome }) => [kind, outcome]),
    tokens.map(() => ['auth', 'denied']),
  );
});

test('a new price is told with the old one', async (t) => {
  const shop = await openShop(t);
  const margaret = await shop.signIn('margaret');
  const answer = await shop.ask('PATCH', '/admin/products/mug', margaret, { priceCents: 1500 });
  assert.equal(answer.body.priceCents, 1500);
  const reprice = (await shop.entries()).find(({ action }) => action === 'product.reprice');
  assert.deepEqual(reprice?.change?.fields, [{ name: 'priceCents', old: 1400, new: 1500 }]);
});

test('a client that hangs up leaves an entry without a status code', async (t) => {
  const shop = await openShop(t);
  const patience = { signal: AbortSignal.timeout(100) };
  await assert.rejects(fetch(`${shop.url}/products/recommended`, patience));
  const left = async (): Promise<unknown> =>
    (await shop.entries()).find(({ http }) => http?.path === '/products/recommended');
  const deadline = Date.now() + 5000;
  while ((await left()) === undefined && Date.now() < deadline) await new Promise(setImmediate);
  const entry = (await shop.entries()).find(({ http }) => http?.error === 'client_closed');
  assert.equal(entry?.http?.path, '/products/recommended');
  assert.equal(entry?.http?.statusCode, undefined);
});

test('what cannot be read is a problem and not a crash', async (t) => {
  const shop = await openShop(t);
  const response = await fetch(`${shop.url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"email"',
  });
  assert.equal(response.status, 400);
  const alan = await shop.signIn('alan');
  for (const body of [undefined, {}, { quantity: 0 }, { quantity: '1' }, { quantity: 21 }]) {
    assert.equal((await shop.ask('PUT', '/cart/items/mug', alan, body)).statusCode, 400);
  }
  assert.equal((await shop.ask('POST', '/orders', alan)).statusCode, 409);
  assert.equal((await shop.ask('GET', '/orders/x', alan)).statusCode, 404);
});

async function buy(shop: TestShop, person: string): Promise<number> {
  const token = await shop.signIn(person);
  await shop.ask('PUT', '/cart/items/mug', token, { quantity: 2 });
  return Number((await shop.ask('POST', '/orders', token)).body.id);
}
