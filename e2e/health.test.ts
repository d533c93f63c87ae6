// The Health page as somebody who runs the log uses it: does it say what is missing, and what to do.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Clock } from '@whodid/core';
import type { Browser } from 'playwright-core';
import type { Posted } from '../packages/dashboard/test/fixtures/shop-entries.ts';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { artifact, launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, type Visitor } from './visitor.ts';

describe('health page', { skip: leftOutWithout(chromiumProgram), timeout: 120_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  let visitor: Visitor;
  // Ahead of the machine by as much as a test wants.
  let aheadMs = 0;
  const clock: Clock = {
    now: () => Date.now() + aheadMs,
    monotonicMs: () => performance.now() + aheadMs,
  };

  before(async () => {
    buildPages();
    browser = await launchChromium();
  });

  after(() => browser?.close());

  afterEach(async () => {
    await visitor?.context.close();
    await log?.close();
    assert.deepEqual(visitor?.complaints.list, []);
  });

  async function open(): Promise<void> {
    aheadMs = 0;
    log = await startShopLog({ clock });
    visitor = await openVisitor(browser, log);
  }

  const from = (seq: number): Posted => ({
    action: 'order.place',
    occurredAt: new Date(clock.now()).toISOString(),
    producer: { id: 'shop-api', epoch: 'aaaaaaaaaaaaaaaa', seq },
  });
  const figure = (name: string) =>
    visitor.page.locator('dl > div', { has: visitor.page.locator('dt', { hasText: name }) });

  async function inBothColours(what: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await visitor.page.emulateMedia({ colorScheme });
      await assertAccessible(visitor.page, `${what}, ${colorScheme}`);
    }
    await visitor.page.screenshot({ path: artifact(`${what}.png`), fullPage: true });
  }

  test('when all is well, nothing is dropped and everybody who sends is named', async () => {
    await open();
    await log.post([from(1), from(2), from(3)]);
    await visitor.visit('/health');
    const { page } = visitor;
    await page.getByText('All is well.').waitFor();
    assert.match(await figure('Dropped').innerText(), /Dropped\s+0\s+nothing is missing/);
    const row = page.getByRole('row', { name: /shop-api/ });
    assert.match(await row.innerText(), /shop-api[\s\S]*3\s+0\s+aaaaaaaaaaaaaaaa/);
    // What is scrolled can be reached with keys, and there is a table instead of the bars.
    await page.getByText('As a table').press('Enter');
    await page.getByRole('columnheader', { name: 'Minute' }).waitFor();
    await inBothColours('health-well');
  });

  test('what is missing is counted, each number named, and the page shows it by itself', async () => {
    await open();
    await visitor.visit('/health');
    const { page } = visitor;
    await page.getByText('All is well.').waitFor();
    await log.post([from(1), from(2), from(6)]);
    await page.getByText('3 entries are still on the way').waitFor();
    aheadMs = 61_000;
    await page.getByText('3 entries are missing').waitFor();
    assert.match(await figure('Dropped').innerText(), /3\s+must read 0/);
    await page.getByRole('row', { name: /shop-api 3 – 5/ }).waitFor();
    await inBothColours('health-missing');
    await log.post([from(3), from(4), from(5)]);
    await page.getByText('All is well.').waitFor();
  });

  test('what an app says that it dropped leads to where it says so', async () => {
    await open();
    const gap = {
      ...from(9),
      ...{ kind: 'gap', action: 'whodid.gap', outcome: 'failure', reason: 'spool full' },
      data: { producer: 'shop-api', epoch: 'aaaaaaaaaaaaaaaa', first: 4, last: 8, count: 5 },
    };
    await log.post([gap as Posted]);
    await visitor.visit('/health');
    await visitor.page.getByText('5 entries are missing').waitFor();
    await visitor.page.getByRole('link', { name: 'spool full' }).click();
    await visitor.page.getByRole('dialog').getByText('spool full').first().waitFor();
  });

  test('a collector that is away is named, what was known stays, and it comes back by itself', async () => {
    await open();
    await visitor.visit('/health');
    await visitor.page.getByText('All is well.').waitFor();
    await log.stop();
    await visitor.page.getByText('The collector does not answer').waitFor();
    assert.equal(await figure('Dropped').count(), 1);
    await assertAccessible(visitor.page, 'away');
    await log.start();
    await visitor.page.getByText('The collector does not answer').waitFor({ state: 'detached' });
  });
});
