// Acceptance scenario 19: the dashboard is closed by default, and finds what people look for. What the
// store is asked is counted at the interface that all pages use; the pages themselves are in a browser.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, type TestContext, test } from 'node:test';
import { openStore } from '@whodid/store';
import type { Browser } from 'playwright-core';
import { memoryAnswers } from '../../packages/collector/src/cache/memory-answers.ts';
import { countedStore } from '../../packages/collector/test/cache/counted-store.ts';
import { movingClock } from '../../packages/collector/test/moving-clock.ts';
import { serveApp } from '../../packages/collector/test/serve-app.ts';
import {
  json,
  onDisk,
  pageOf,
  receiptsOf,
  startCollector,
} from '../../packages/collector/test/start-collector.ts';
import { temporaryDirectory } from '../../packages/collector/test/temporary-directory.ts';
import type { Posted } from '../../packages/dashboard/test/fixtures/shop-entries.ts';
import { chromiumProgram, leftOutWithout } from '../../tools/needed-programs.ts';
import { buildPages } from '../build-pages.ts';
import { launchChromium } from '../chromium.ts';
import { type ShopLog, startShopLog } from '../start-shop-log.ts';
import { openVisitor, type Visitor } from '../visitor.ts';

const pages = ['/', '/entries', '/people', '/resources', '/endpoints', '/triage'];

test('scenario 19: whoever is not signed in gets 401, and the store is not even asked', async (t) => {
  const store = countedStore(await openStore(`sqlite:${temporaryDirectory(t)}`));
  t.after(() => store.close());
  const clock = movingClock();
  const cache = memoryAnswers({ clock });
  const { url, key } = await serveApp(t, { store, cache, clock, dataDir: temporaryDirectory(t) });
  const headers = { authorization: `Bearer ${key('shop', ['ingest'])}` };
  const posted = json([{ action: 'order.refund' }]);
  const stored = await fetch(`${url}/v1/entries`, {
    ...posted,
    headers: { ...posted.headers, ...headers },
  });
  const [receipt] = await receiptsOf(stored);
  const before = store.asked();
  const lists = ['/v1/entries', '/v1/tally', '/v1/entries/live', '/activity-logs/admin-history/'];
  for (const path of [...lists, `/v1/entries/${receipt?.id}`]) {
    const answer = await fetch(url + path);
    assert.equal(answer.status, 401, path);
    assert.ok(!(await answer.text()).includes('order.refund'), path);
  }
  for (const path of pages) {
    assert.ok(!(await (await fetch(url + path)).text()).includes('order.refund'), path);
  }
  assert.equal(store.asked(), before);
});

test('scenario 19: without the right it is 403, and with it there are entries', async (t) => {
  const { as } = await startCollector(t, onDisk);
  const [receipt] = await receiptsOf(
    await (await as(['ingest']))('/v1/entries', json({ action: 'order.refund' })),
  );
  const paths = ['/v1/entries', '/v1/tally', `/v1/entries/${receipt?.id}`];
  for (const scopes of [['own'], ['ingest'], ['triage']] as const) {
    const ask = await as([...scopes]);
    const mayRead = scopes[0] === 'triage';
    for (const path of paths) assert.equal((await ask(path)).status, mayRead ? 200 : 403, path);
  }
  const viewer = await as(['read']);
  const { entries } = await pageOf(await viewer('/v1/entries?q=action:order.refund'));
  assert.equal(entries.length, 1);
  assert.equal((await viewer(paths[2] ?? '')).status, 200);
});

test('scenario 19: a class of status is that hundred', async (t) => {
  const search = await openSearch(
    t,
    [399, 400, 404, 499, 500].map((code) => exchange(code)),
  );
  const found = await search('status:4xx');
  assert.deepEqual(found.map(({ http }) => http.statusCode).toSorted(), [400, 404, 499]);
});

test('scenario 19: text is found wherever it is', async (t) => {
  const needles = ['u_4711', 'bodyneedle', 'answerneedle', 'headerneedle', 'urlneedle'];
  const hay = [exchange(200), exchange(404)];
  const search = await openSearch(t, [...hay, exchange(418, needles)]);
  for (const needle of needles) {
    const found = await search(needle);
    assert.deepEqual(
      found.map(({ http }) => http.statusCode),
      [418],
      needle,
    );
  }
});

interface Found {
  readonly http: { readonly statusCode: number };
}

async function openSearch(
  t: TestContext,
  entries: readonly Posted[],
): Promise<(q: string) => Promise<readonly Found[]>> {
  const { as } = await startCollector(t, onDisk);
  await receiptsOf(await (await as(['ingest']))('/v1/entries', json(entries)));
  const viewer = await as(['read']);
  return async (q) => {
    const answer = await viewer(`/v1/entries?q=${encodeURIComponent(q)}`);
    return (await pageOf(answer)).entries as unknown as readonly Found[];
  };
}

function exchange(statusCode: number, [user, body, answer, header, url]: string[] = []): Posted {
  return {
    ...{ kind: 'http.in', action: 'http.post' },
    actor: { type: 'user', id: user ?? 'u_1' },
    http: {
      ...{ protocol: 'https', method: 'POST', path: '/', query: {}, statusCode, durationMs: 3 },
      url: `https://shop.example/${url ?? ''}`,
      request: {
        headers: { 'x-forwarded-host': header ?? 'shop' },
        body: { note: body ?? 'none' },
        bodyBytes: 9,
      },
      response: { headers: {}, body: { note: answer ?? 'none' }, bodyBytes: 9 },
    },
  };
}

describe('scenario 19 in a browser', { skip: leftOutWithout(chromiumProgram) }, () => {
  let browser: Browser;
  let log: ShopLog;
  let visitor: Visitor;

  before(async () => {
    buildPages();
    [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
    await log.post([
      ...Array.from({ length: 30 }, (_, at) => exchange(at % 2 === 0 ? 404 : 200)),
      { ...exchange(404, ['u_9', 'the parcel']), client: hostileClient },
    ]);
  });

  after(async () => {
    await browser?.close();
    await log?.close();
  });

  beforeEach(async () => {
    visitor = await openVisitor(browser, log);
  });

  afterEach(async () => {
    await visitor.context.close();
    assert.deepEqual(visitor.complaints.list, []);
  });

  test('anonymous: every page is the sign-in page', async () => {
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      for (const path of pages) {
        await page.goto(log.url + path);
        await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
      }
    } finally {
      await context.close();
    }
  });

  test('a search keeps the range and the other conditions', async () => {
    const { page, visit } = visitor;
    await visit('/entries?range=7d&q=status:4xx');
    const field = page.locator('input[aria-label="Query"]');
    await field.press('End');
    await field.pressSequentially(' parcel');
    await field.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('q') === 'status:4xx parcel');
    assert.equal(new URL(page.url()).searchParams.get('range'), '7d');
    await page.waitForFunction(() => document.querySelectorAll('a[data-entry]').length === 1);
  });

  test('markup in a user agent is text', async () => {
    const { page, visit } = visitor;
    await visit('/entries?q=parcel');
    await page.locator('a[data-entry]').first().click();
    await page.getByRole('dialog').getByText('<script>').first().waitFor();
    assert.equal(await page.evaluate(() => (globalThis as { hits?: number }).hits ?? 0), 0);
  });

  test('behind the end of the list there is the list', async () => {
    const { page, visit } = visitor;
    await visit('/entries?page=9999&cursor=nonsense');
    await page.locator('a[data-entry]').first().waitFor();
  });

  test('looking is recorded', async () => {
    const { page, visit } = visitor;
    await visit('/entries?q=parcel');
    await visit('/entries?q=action:whodid.look');
    const looks = page.locator('a[data-entry]');
    await looks.first().waitFor();
    await looks.first().click();
    await page.getByRole('dialog').getByText('whodid.look').first().waitFor();
  });
});

const hostileClient = {
  ip: '203.0.113.9',
  ipTrusted: true,
  userAgent: 'Mozilla/5.0 <script>globalThis.hits=1</script>',
} as const;
