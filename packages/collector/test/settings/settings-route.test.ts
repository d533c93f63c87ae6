import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCollector } from '../start-collector.ts';

test('it tells what the collector was started with, and none of its secrets', async (t) => {
  const secrets = {
    adminKey: 'a secret of at least thirty-two characters',
    jwt: { secret: 'another secret, with which tokens are signed' },
  };
  const { as } = await startCollector(t, {
    ...secrets,
    redact: { maskKeys: ['national id'], headers: ['x-shop'], unsafe: { keepKeys: ['pin'] } },
    rateLimits: { ingestPerTenant: 240_000 },
    trustedProxies: ['10.9.8.0/24'],
  });
  const answer = await (await as(['read']))('/v1/settings');
  const text = await answer.text();
  assert.equal(answer.status, 200);
  for (const secret of [secrets.adminKey, secrets.jwt.secret, '10.9.8', process.cwd()]) {
    assert.ok(!text.includes(secret), secret);
  }
  const settings = JSON.parse(text);
  assert.deepEqual(settings.redaction, {
    ...{ maskKeys: ['national id'], headers: ['x-shop'], keepKeys: ['pin'], keepHeaders: [] },
    mask: '[redacted:key]',
    limits: { depth: 32, keys: 2000, stringBytes: 8192, entryBytes: 65_536 },
  });
  assert.equal(settings.limits.perMinute.ingestPerTenant, 240_000);
  assert.equal(settings.limits.perMinute.ingestPerCredential, 60_000);
  assert.deepEqual(settings.signIn, { password: false, oidc: null, tokens: true });
  assert.equal(settings.collector.onlyThisMachine, true);
});

test('without limits it says so', async (t) => {
  const { as } = await startCollector(t, { rateLimits: null });
  const answer = await (await as(['read']))('/v1/settings');
  const { limits } = (await answer.json()) as { readonly limits: { readonly perMinute: unknown } };
  assert.equal(limits.perMinute, null);
});
