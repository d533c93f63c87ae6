import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../src/run-command-line.ts';
import { afterwards } from '../afterwards.ts';
import { fakeIo } from '../fake-io.ts';
import { filesUnder } from '../files-under.ts';
import { runWhodid, startWhodid, until } from '../run-whodid.ts';
import { type Api, apiOf } from './api-of.ts';
import { appDirectory } from './temporary.ts';

const shopFile = fileURLToPath(new URL('../../../../examples/shop/src/main.ts', import.meta.url));
const rightPassword = 'go-for-orbit-1962';
const wrongPassword = 'Wrong-Guess-Canary-77';
const cookieValue = 'CookieCanary0123456789abcdef';
const paymentToken = 'pay_CanaryToken4711';

test('secrets of the shop are in no file, no answer and no terminal', async (t) => {
  const { server, api, directory, shop } = await startShop(t);
  const live = await openLive(t, directory);
  const secrets = await visit(shop.url);

  // The last thing that happens, so everything before it has arrived as well.
  await fetch(`${shop.url}/products/the-end`);
  await api.entry('path:/products/the-end');

  const ids = (await api.entries('')).map(({ id }) => id);
  assert.ok(ids.length >= 9);
  const answers = [
    await api.text('/v1/entries?limit=500'),
    ...(await Promise.all(ids.map((id) => api.text(`/v1/entries/${id}`)))),
    live.read(),
  ];
  const commands = [
    ['query', '--all'],
    ['query', '--all', '--json'],
    ...ids.map((id) => ['show', id]),
    ['doctor'],
    ['keys', 'list'],
  ];
  const printed: string[] = [];
  for (const args of commands) {
    const fake = fakeIo({ cwd: directory });
    assert.equal(await runCommandLine(args, fake.io), 0);
    printed.push(fake.stdout(), fake.stderr());
  }
  const filesWhileRunning = filesUnder(join(directory, '.whodid'));
  live.stop();
  server.process.kill('SIGTERM');
  await server.ended();

  const places: readonly (readonly [string, string])[] = [
    ...filesWhileRunning,
    ...filesUnder(join(directory, '.whodid')),
    ...answers.map((text, index) => [`answer ${index}`, text] as const),
    ...printed.map((text, index) => [`output ${index}`, text] as const),
    ['the server', server.stdout() + server.stderr()],
    ['the shop', shop.output()],
  ];
  // Were the search blind, it would not find this either.
  assert.ok(
    places.some(
      ([place, text]) => place.endsWith('unpacked') && text.includes('katherine@shop.example'),
    ),
  );
  assert.ok(answers.some((text) => text.includes('/orders/')));
  for (const [name, secret] of secrets) {
    for (const [place, text] of places) {
      assert.ok(!holds(text, secret), `${name} is in ${place}`);
    }
  }
});

// Does everything that has a secret in it, and tells which.
async function visit(shopUrl: string): Promise<readonly (readonly [string, string])[]> {
  const json = { 'content-type': 'application/json' };
  const signIn = (password: string): Promise<Response> =>
    fetch(`${shopUrl}/session`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ email: 'katherine@shop.example', password }),
    });
  assert.equal((await signIn(wrongPassword)).status, 401);
  const signedIn = await signIn(rightPassword);
  assert.equal(signedIn.status, 201);
  const { accessToken } = (await signedIn.json()) as { accessToken: string };

  const bearer = { authorization: `Bearer ${accessToken}` };
  await fetch(`${shopUrl}/cart/items/mug`, {
    method: 'PUT',
    headers: { ...json, ...bearer },
    body: JSON.stringify({ quantity: 1 }),
  });
  const placed = await fetch(`${shopUrl}/orders`, {
    method: 'POST',
    headers: { ...json, ...bearer },
    body: JSON.stringify({ payment: { token: paymentToken } }),
  });
  const { id } = (await placed.json()) as { id: number };
  const cookie = `shop_session=${accessToken}; other=${cookieValue}`;
  assert.equal((await fetch(`${shopUrl}/cart`, { headers: { cookie } })).status, 200);
  const made = await fetch(`${shopUrl}/orders/${id}/invoice-link`, {
    method: 'POST',
    headers: bearer,
  });
  const { link } = (await made.json()) as { link: string };
  assert.equal((await fetch(`${shopUrl}${link}`)).status, 200);
  // In a form that a browser would send, and where it is of no use.
  await fetch(`${shopUrl}/products?access%5Ftoken=${accessToken}&search=tea`);

  const linked = new URL(link, shopUrl).searchParams.get('access_token') ?? '';
  return [
    ['the password', rightPassword],
    ['the wrong password', wrongPassword],
    ['the bearer token', signatureOf(accessToken)],
    ['the claims of the bearer token', accessToken.split('.')[1] ?? ''],
    ['the token in the URL', signatureOf(linked)],
    ['the cookie', cookieValue],
    ['the payment token', paymentToken],
  ];
}

function signatureOf(token: string): string {
  const signature = token.split('.')[2] ?? '';
  assert.ok(signature.length > 20);
  return signature;
}

// Also as words of a full-text index, which are in lower case and without punctuation.
function holds(text: string, secret: string): boolean {
  const folded = text.toLowerCase();
  const longest = secret.split(/[^\da-z]+/i).toSorted((a, b) => b.length - a.length)[0] ?? secret;
  const isTelling = longest.length >= 10;
  return (
    text.includes(secret) ||
    text.includes(encodeURIComponent(secret)) ||
    text.includes(Buffer.from(secret).toString('base64').replace(/=+$/, '')) ||
    (isTelling && folded.includes(longest.toLowerCase()))
  );
}

async function startShop(t: TestContext): Promise<{
  server: ReturnType<typeof startWhodid>;
  api: Api;
  directory: string;
  shop: { url: string; output(): string };
}> {
  const directory = appDirectory(t, {});
  const dataDir = join(directory, '.whodid');
  const server = startWhodid(['server', '--port', '0'], { cwd: directory });
  await server.says(/Sign in/);
  const { stdout: key } = await runWhodid(['keys', 'create', '--name', 'shop'], { cwd: directory });
  const api = apiOf(dataDir);
  const shop = spawn(process.execPath, ['--conditions=whodid-source', shopFile], {
    cwd: directory,
    env: {
      ...process.env,
      PORT: '0',
      SHOP_DATA_DIR: join(dataDir, 'shop'),
      WHODID_URL: api.url,
      WHODID_KEY: key.trim(),
      WHODID_SERVICE: 'shop',
      WHODID_SPOOL_DIR: join(dataDir, 'spool'),
    },
  });
  let output = '';
  for (const stream of [shop.stdout, shop.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  afterwards(t, async () => {
    server.process.kill('SIGKILL');
    shop.kill('SIGTERM');
    await once(shop, 'close');
  });
  const [, url = ''] = await until(
    () => /open at (http\S+)/.exec(output),
    15_000,
    () => output,
  );
  return { server, api, directory, shop: { url, output: () => output } };
}

async function openLive(
  t: TestContext,
  directory: string,
): Promise<{ read(): string; stop(): void }> {
  const tail = startWhodid(['tail', '--json'], { cwd: directory });
  const stop = () => void tail.process.kill('SIGKILL');
  afterwards(t, stop);
  await tail.says(/Following/);
  return { read: tail.stdout, stop };
}
