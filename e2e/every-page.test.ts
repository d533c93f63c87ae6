// What holds for every page: for people with other senses, in light and dark, on a phone, without a
// jump while it loads, and with nothing to show.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, type Visitor } from './visitor.ts';
import { postAll, weeksOfShop } from './weeks-of-shop.ts';

const pages = [
  ...['/', '/entries', '/people', '/people/user/u_17', '/resources', '/resources/order/1021'],
  ...['/endpoints', '/streams', '/triage', '/views', '/health', '/settings'],
];

describe('every page', { skip: leftOutWithout(chromiumProgram), timeout: 170_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  let empty: ShopLog;
  let visitor: Visitor;

  before(async () => {
    buildPages();
    [browser, log, empty] = await Promise.all([launchChromium(), startShopLog(), startShopLog()]);
    await postAll(log, weeksOfShop(Date.now(), 7, 120));
    visitor = await openVisitor(browser, log);
    await visitor.page.addInitScript(countShifts);
  });

  after(async () => {
    await browser?.close();
    await log?.close();
    await empty?.close();
  });

  for (const path of pages) {
    test(`${path} can be used by everybody, on any screen, and does not jump`, async () => {
      const { page, visit } = visitor;
      await page.setViewportSize({ width: 1280, height: 800 });
      await visit(path);
      await page.waitForLoadState('networkidle');
      const shift = await page.evaluate(() => (globalThis as { shift?: number }).shift ?? 0);
      assert.ok(shift < 0.1, `a layout shift of ${shift}`);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await assertAccessible(page, `${path} in ${colorScheme}`);
      }
      for (const width of [360, 3840]) {
        await page.setViewportSize({ width, height: 900 });
        await assertFits(page, `${path} at ${width}`);
      }
      assert.equal(await page.locator('h1').count(), 1);
    });
  }

  test('with nothing in the log no page breaks', async () => {
    const { page, context, complaints, visit } = await openVisitor(browser, empty);
    for (const path of pages) {
      await visit(path);
      await assertAccessible(page, `${path} without entries`);
    }
    assert.deepEqual(complaints.list, []);
    await context.close();
  });

  test('nothing went wrong on any of them', async () => {
    assert.deepEqual(visitor.complaints.list, []);
    await visitor.context.close();
  });
});

// The measure that browsers have for what moves by itself: 0.1 and less is good (web.dev/cls).
function countShifts(): void {
  const counted = globalThis as { shift?: number };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput } = entry as unknown as {
        readonly value: number;
        readonly hadRecentInput: boolean;
      };
      if (!hadRecentInput) counted.shift = (counted.shift ?? 0) + value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

async function assertFits(page: Page, what: string): Promise<void> {
  const fits = await page.evaluate(
    () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
  );
  assert.ok(fits, what);
}
