// The dashboard as a part of an app: real Express and Fastify, their own sign-in, a real browser.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { type Collector, createCollector } from '@whodid/collector';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startFastifyShop } from '../packages/collector/test/mount/fastify-shop.ts';
import { ended, type Shop } from '../packages/collector/test/mount/shop.ts';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { artifact, type Complaints, collectComplaints, launchChromium } from './chromium.ts';
import { startExpressShop } from './express-shop.ts';
import { shown } from './visitor.ts';

const waitMs = 10_000;

for (const startShop of [startExpressShop, startFastifyShop]) {
  const name = startShop === startExpressShop ? 'Express' : 'Fastify';
  describe(`dashboard in an app on ${name}`, {
    skip: leftOutWithout(chromiumProgram),
    timeout: 170_000,
  }, () => {
    let browser: Browser;
    let collector: Collector;
    let dataDir: string;
    let shop: Shop;
    let context: BrowserContext;
    let page: Page;
    let complaints: Complaints;

    before(async () => {
      buildPages();
      dataDir = await mkdtemp(join(tmpdir(), 'whodid-mounted-'));
      [browser, collector] = await Promise.all([
        launchChromium(),
        createCollector({ port: 0, dataDir }),
      ]);
      shop = await startShop(collector);
      await post('order.place', '1042');
      await post('order.refund', '1043');
    });

    after(async () => {
      await browser?.close();
      await shop?.close();
      await collector?.close();
      await rm(dataDir, { recursive: true, force: true });
    });

    afterEach(async () => {
      ended.clear();
      await context.close();
      assert.deepEqual(complaints.list, []);
    });

    async function post(action: string, id: string): Promise<string> {
      const answer = await fetch(`${collector.url}/v1/entries`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${collector.localKey}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ action, targets: [{ type: 'order', id }] }),
      });
      const { receipts } = (await answer.json()) as { receipts: readonly { id: string }[] };
      return receipts[0]?.id ?? '';
    }

    async function openAs(who: string | null, path: string): Promise<void> {
      context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      context.setDefaultTimeout(waitMs);
      if (who !== null) await context.addCookies([{ name: 'shop', value: who, url: shop.url }]);
      page = await context.newPage();
      complaints = await collectComplaints(page);
      await page.goto(shop.url + path);
    }

    const row = (text: string) => page.locator('a[data-entry]').filter({ hasText: text }).first();
    const pathNow = (): string => new URL(page.url()).pathname;

    test('whoever is not signed in to the app is where the app sends them', async () => {
      await openAs(null, '/activity/entries');
      await page.getByRole('heading', { name: 'Sign in to the shop' }).waitFor();
      assert.equal(pathNow(), '/login');
      const closed = await page.goto(`${shop.url}/closed`);
      assert.equal(closed?.status(), 403);
    });

    test('who is signed in sees entries, opens one, and a link to it works when loaded again', async () => {
      await openAs('ada.viewer', '/activity/entries');
      await row('placed order #1042').click();
      await page.getByRole('dialog').getByRole('heading', { level: 2 }).waitFor();
      assert.match(pathNow(), /^\/activity\/entries\/[0-9a-f-]{36}$/);
      await page.reload();
      await page.getByRole('dialog').getByRole('heading', { level: 2 }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Account: ada of the shop' }).click();
      await page.getByRole('menuitem', { name: 'Back to the app' }).waitFor();
      assert.equal(await page.getByRole('menuitem', { name: 'Sign out' }).count(), 0);
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await assertAccessible(page, `mounted, ${colorScheme}`);
      }
      await page.screenshot({ path: artifact(`mounted-${name}.png`) });
    });

    test('every page is below the path of the app, keys lead there too', async () => {
      await openAs('ada.admin', '/activity');
      await shown(page);
      const pages = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
      for (const link of await pages.all()) {
        assert.match((await link.getAttribute('href')) ?? '', /^\/activity(\/|$)/);
      }
      await page.keyboard.press('g');
      await page.keyboard.press('h');
      await page.getByText('All is well.').waitFor();
      assert.equal(pathNow(), '/activity/health');
      await page.reload();
      await page.getByText('All is well.').waitFor();
    });

    test('what comes in appears live', async () => {
      await openAs('ada.viewer', '/activity/entries?live=1');
      await row('placed order #1042').waitFor();
      await page.waitForTimeout(500);
      await post('order.ship', '2001');
      await row('shipped order #2001').waitFor();
    });

    test('a viewer is not offered what admins do, and an admin of the app does it', async () => {
      await openAs('ada.viewer', '/activity/settings/keys');
      await page.getByRole('heading', { name: 'You cannot use this page' }).waitFor();
      const status = await page.evaluate(async () => {
        const headers = { 'content-type': 'application/json', 'x-whodid': '1' };
        const body = JSON.stringify({ name: 'a', scopes: ['read'] });
        return (await fetch('/activity/v1/keys', { method: 'POST', headers, body })).status;
      });
      assert.equal(status, 403);
      await context.close();

      await openAs('eve.admin', '/activity/settings/keys');
      await page.getByLabel('Name').fill('shop-api');
      await page.getByRole('button', { name: 'Make key' }).click();
      await page.getByRole('region', { name: 'The key shop-api' }).waitFor();
    });

    test('a session of the app that is over is said, and after signing in one goes on', async () => {
      await openAs('bob.viewer', '/activity/people');
      await shown(page);
      ended.add('bob');
      await page.getByRole('link', { name: 'Entries', exact: true }).click();
      await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
      await assertAccessible(page, 'signed out of the app');
      ended.clear();
      await page.getByRole('button', { name: 'Load this page again' }).click();
      await row('placed order #1042').waitFor();
      assert.equal(pathNow(), '/activity/entries');
    });

    test('the routes of the app are as they were', async () => {
      await openAs('ada.viewer', '/v1/entries');
      assert.equal(await page.locator('body').innerText(), 'of the shop');
      const answer = await fetch(`${shop.url}/login`);
      assert.equal(answer.headers.get('content-security-policy'), null);
    });
  });
}
