// Proposals while one types a query: fields, then the values that there are, with how many.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, type Visitor } from './visitor.ts';
import { postAll, weeksOfShop } from './weeks-of-shop.ts';

describe('query completion', { skip: leftOutWithout(chromiumProgram), timeout: 60_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  let visitor: Visitor;

  before(async () => {
    buildPages();
    [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
    await postAll(log, weeksOfShop(Date.now(), 2, 120));
  });

  after(async () => {
    await browser?.close();
    await log?.close();
  });

  beforeEach(async () => {
    visitor = await openVisitor(browser, log);
    await visitor.visit('/entries');
  });

  afterEach(async () => {
    await visitor.context.close();
    assert.deepEqual(visitor.complaints.list, []);
  });

  const field = (): Locator => visitor.page.getByRole('combobox', { name: 'Query' });
  const options = (): Locator => visitor.page.getByRole('option');

  test('a field and a value are taken with keys alone', async () => {
    const { page } = visitor;
    await page.keyboard.press('/');
    await page.keyboard.type('outc');
    await options().filter({ hasText: 'outcome:' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    const denied = options().filter({ hasText: /denied\s*\d/ });
    await denied.waitFor();
    assert.match(await denied.innerText(), /denied\s*\d+/);
    await assertAccessible(page, 'proposals');
    await page.keyboard.type('den');
    // Those of the letters before are still there until the answer for these has come.
    await page.waitForFunction(() => document.querySelectorAll('[role="option"]').length === 1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal(await field().inputValue(), 'outcome:denied ');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('q') === 'outcome:denied');
  });

  test('people are proposed by name and asked for by id', async () => {
    const { page } = visitor;
    await page.keyboard.press('/');
    await page.keyboard.type('actor:ada');
    await options().filter({ hasText: 'Ada Lovelace' }).click();
    assert.equal(await field().inputValue(), 'actor:u_17 ');
  });

  test('proposals are in nobody’s way', async () => {
    const { page } = visitor;
    await page.keyboard.press('/');
    await page.keyboard.type('act');
    await options().first().waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await options().count(), 0);
    await page.keyboard.type('ion:order.refund');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('q') === 'action:order.refund');
    assert.equal(await options().count(), 0);
  });
});
