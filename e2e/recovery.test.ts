// What befalls the collector while somebody looks: the page says so, and goes on by itself.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, shown, type Visitor } from './visitor.ts';
import { postAll, weeksOfShop } from './weeks-of-shop.ts';

const password = 'correct horse battery staple';
const thirteenHoursMs = 13 * 3_600_000;
const pages = [
  ...['/', '/entries', '/people', '/people/user/u_17', '/resources', '/endpoints', '/triage'],
  ...['/streams', '/views'],
];

describe('recovery', { skip: leftOutWithout(chromiumProgram), timeout: 170_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  let visitor: Visitor;
  let ahead = 0;

  before(async () => {
    buildPages();
    const clock = { now: () => Date.now() + ahead, monotonicMs: () => performance.now() };
    [browser, log] = await Promise.all([launchChromium(), startShopLog({ clock })]);
    await log.makeUser('ada', 'auditor', password);
    await postAll(log, weeksOfShop(Date.now(), 2, 60));
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
    const ours = visitor.complaints.list.filter((line) => !line.includes('net::ERR_'));
    assert.deepEqual(ours, []);
  });

  test('a collector that is away is named on every page, and when it is back they go on', async () => {
    const { context, visit } = visitor;
    await visit('/settings');
    await context.route('**/v1/**', (route) => route.abort());
    // All at once: each of them tries again after five seconds.
    const tabs = await Promise.all(
      pages.map(async (path) => {
        const tab = await context.newPage();
        await tab.goto(log.url + path);
        await away(tab).waitFor();
        await assertAccessible(tab, `${path} while it is away`);
        return tab;
      }),
    );
    await context.unroute('**/v1/**');
    for (const tab of tabs) {
      await away(tab).waitFor({ state: 'detached' });
      await shown(tab);
    }
  });

  test('a collector that is restarted is noticed, and live entries come again', async () => {
    const { page, visit } = visitor;
    await visit('/entries?live=1');
    await log.stop();
    await page
      .getByText(/Connection lost|does not answer/)
      .first()
      .waitFor();
    await log.start();
    await page
      .getByText(/Connection lost|does not answer/)
      .first()
      .waitFor({ state: 'detached' });
    await log.post([{ action: 'order.cancel', targets: [{ type: 'order', id: 'after-restart' }] }]);
    await page.getByText('after-restart').first().waitFor();
  });

  test('a store that is locked is named, and when it is free the page goes on', async () => {
    const { page, visit } = visitor;
    await visit('/settings');
    const lock = lockStore(log);
    try {
      // Nobody has looked at this yet, so that the look itself has to be written.
      await page.goto(`${log.url}/entries?q=action:order.place&range=7d`);
      await page
        .getByText(/STORE_UNAVAILABLE|BUSY/)
        .first()
        .waitFor({ timeout: 20_000 });
      await assertAccessible(page, 'locked');
    } finally {
      lock.close();
    }
    await page.locator('a[data-entry]').first().waitFor({ timeout: 20_000 });
  });

  test('a session that ends leads to the sign-in page, and back to where one was', async () => {
    const { page } = visitor;
    await signIn(page, '/entries?q=action:order.refund&range=7d');
    ahead += thirteenHoursMs;
    await page
      .getByRole('button', { name: /Load again|Reload|Refresh/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
    await page.getByText('Your session is over. Sign in to go on where you were.').waitFor();
    await fillIn(page);
    await page.locator('a[data-entry]').first().waitFor();
    assert.equal(new URL(page.url()).searchParams.get('q'), 'action:order.refund');
  });

  test('a note that was typed when the session ended is there afterwards, and goes along', async () => {
    const { page } = visitor;
    const targets = [{ type: 'order', id: 'noted-1' }];
    await log.post([{ action: 'order.refund', outcome: 'denied', targets }]);
    await signIn(page, '/triage');
    const card = page.locator('[data-card]').filter({ hasText: 'noted-1' });
    await card.getByLabel('Note').fill('I ask the customer.');
    ahead += thirteenHoursMs;
    await card.getByRole('button', { name: 'Take it' }).click();
    await page.getByText('Your session is over. Sign in to go on where you were.').waitFor();
    await fillIn(page);
    assert.equal(await card.getByLabel('Note').inputValue(), 'I ask the customer.');
    await card.getByRole('button', { name: 'Take it' }).click();
    await page.locator('[data-column="IN_PROGRESS"]').getByText('I ask the customer.').waitFor();
  });

  async function signIn(page: Page, path: string): Promise<void> {
    await page.context().clearCookies();
    await page.goto(log.url + path);
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
    await fillIn(page);
    await shown(page);
  }
});

function away(page: Page): Locator {
  return page.getByText('The collector does not answer').first();
}

async function fillIn(page: Page): Promise<void> {
  await page.getByLabel('Name').fill('ada');
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor({ state: 'detached' });
}

// As a backup program might, or somebody at the database's own prompt.
function lockStore({ dataDir }: ShopLog): DatabaseSync {
  const database = new DatabaseSync(join(dataDir, 'store', 'entries.db'));
  database.exec('begin immediate');
  return database;
}
