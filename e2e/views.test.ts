// Saved views, and what is listed as a file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, type Visitor } from './visitor.ts';
import { postAll, weeksOfShop } from './weeks-of-shop.ts';

describe('views and exports', { skip: leftOutWithout(chromiumProgram), timeout: 90_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  let visitor: Visitor;

  before(async () => {
    buildPages();
    [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
    await postAll(log, weeksOfShop(Date.now(), 7, 120));
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

  test('what is listed is saved under a name, found again, changed and deleted', async () => {
    const { page, visit } = visitor;
    await visit('/entries?q=action:order.refund&range=7d');
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByLabel('Name of the view').fill('Refunds of the week');
    await assertAccessible(page, 'save view');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByLabel('Name of the view').waitFor({ state: 'detached' });

    await visit('/views');
    await assertAccessible(page, 'views');
    await page.getByRole('link', { name: 'Refunds of the week' }).click();
    await page.waitForURL(
      (url) =>
        url.searchParams.get('q') === 'action:order.refund' &&
        url.searchParams.get('range') === '7d',
    );
    await page.locator('a[data-entry]').first().waitFor();

    await visit('/views');
    await page.getByRole('button', { name: 'Change Refunds of the week' }).click();
    await page.getByLabel('Name of the view').fill('Refunds');
    await page.getByLabel('Share it with everybody').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('yours, shared').waitFor();
    await page.getByRole('button', { name: 'Change Refunds' }).click();
    await page.getByRole('button', { name: 'Delete the view' }).click();
    await page.getByText('Nothing is saved yet.').waitFor();
  });

  test('questions that everybody has lead to entries', async () => {
    const { page, visit } = visitor;
    await visit('/views');
    await page.getByRole('link', { name: 'Failed sign-ins' }).click();
    await page.getByText('tried to sign in').first().waitFor();
  });

  test('a file has all that is listed, not only what is loaded', async () => {
    const { page, visit } = visitor;
    await visit('/entries?q=kind:http.in&range=7d');
    const listed = await page.getByText(/^\d+ entries$/).innerText();
    const count = Number.parseInt(listed, 10);
    assert.ok(count > 100, listed);
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /^CSV, for spreadsheets/ }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^whodid-.*\.csv$/);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    assert.equal(lines.length, count + 1);
    assert.ok(lines[0]?.startsWith('occurredAt,outcome,'));
  });
});
