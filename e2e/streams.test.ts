// Streams in the dashboard: what is in them, and their names.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, type Visitor } from './visitor.ts';

const password = 'correct horse battery staple';

describe('streams page', { skip: leftOutWithout(chromiumProgram), timeout: 60_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  let visitor: Visitor;

  before(async () => {
    buildPages();
    [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
    await log.makeUser('vera', 'viewer', password);
    await log.makeUser('root', 'admin', password);
    await log.post([
      { action: 'note', stream: 'WARN', message: 'Ada came.' },
      { action: 'note', stream: 'WARN', message: 'Ada left.' },
    ]);
  });

  after(async () => {
    await browser?.close();
    await log?.close();
  });

  beforeEach(async () => {
    visitor = await openVisitor(browser, log);
    await signIn('root');
  });

  afterEach(async () => {
    await visitor.context.close();
    assert.deepEqual(visitor.complaints.list, []);
  });

  async function signIn(name: string): Promise<void> {
    const { page, context } = visitor;
    await context.clearCookies();
    await page.goto(`${log.url}/streams`);
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'LOGIN', exact: true }).waitFor();
  }

  test('each stream tells how much is in it, and leads to its entries', async () => {
    const { page } = visitor;
    await page.getByRole('row', { name: /^WARN 2/ }).waitFor();
    for (const name of ['INFO', 'SECURITY ALERT', 'STRANGE ACTIVITY', 'INTERNAL']) {
      await page.getByRole('link', { name, exact: true }).waitFor();
    }
    await assertAccessible(page, 'streams');
    await page.emulateMedia({ colorScheme: 'dark' });
    await assertAccessible(page, 'streams in dark');
    await page.getByRole('link', { name: 'WARN', exact: true }).click();
    await page.getByText('Ada left.').waitFor();
    await page.waitForFunction(() => document.querySelectorAll('a[data-entry]').length === 2);
  });

  test('a stream is added, renamed and removed, and its entries stay', async () => {
    const { page } = visitor;
    await page.getByLabel('Name of a new stream').fill('money');
    await page.getByRole('button', { name: 'Add stream' }).click();
    await page.getByRole('link', { name: 'MONEY', exact: true }).waitFor();
    await log.post([{ action: 'note', stream: 'MONEY', message: 'Ada paid.' }]);

    await page.getByRole('button', { name: 'Change MONEY' }).click();
    await page.getByLabel('New name').fill('payments');
    await assertAccessible(page, 'changing a stream');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('row', { name: /^PAYMENTS formerly MONEY 1/ }).waitFor();

    await page.getByRole('button', { name: 'Change PAYMENTS' }).click();
    await page.getByRole('button', { name: 'Remove from the list' }).click();
    await page.getByRole('button', { name: 'Yes, remove from the list' }).click();
    await page.getByRole('link', { name: 'PAYMENTS', exact: true }).waitFor({ state: 'detached' });
    await visitor.visit('/entries?range=all&q=stream:PAYMENTS');
    await page.getByText('Ada paid.').waitFor();
  });

  test('INTERNAL cannot be changed, and a name that is taken is refused', async () => {
    const { page } = visitor;
    await page
      .getByRole('row', { name: /^INTERNAL/ })
      .getByText('always there')
      .waitFor();
    assert.equal(await page.getByRole('button', { name: 'Change INTERNAL' }).count(), 0);
    await page.getByRole('button', { name: 'Change WARN' }).click();
    await page.getByLabel('New name').fill('LOGIN');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('alert').waitFor();
  });

  test('who may only read sees no button', async () => {
    const { page } = visitor;
    await signIn('vera');
    await page.getByRole('link', { name: 'LOGIN', exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: /^Change |^Add stream/ }).count(), 0);
  });
});
