// The board as people use it: two of them at once, with keys alone, and without the right.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, shown, type Visitor } from './visitor.ts';

const password = 'correct horse battery staple';

describe('triage board', { skip: leftOutWithout(chromiumProgram), timeout: 120_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  const visitors: Visitor[] = [];

  before(async () => {
    buildPages();
    [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
    await log.makeUser('vera', 'viewer', password);
  });

  after(async () => {
    await browser?.close();
    await log?.close();
  });

  afterEach(async () => {
    for (const { context, complaints } of visitors.splice(0)) {
      await context.close();
      assert.deepEqual(complaints.list, []);
    }
  });

  async function open(path = '/triage'): Promise<Page> {
    const visitor = await openVisitor(browser, log);
    visitors.push(visitor);
    await visitor.visit(path);
    return visitor.page;
  }

  async function deny(id: string): Promise<void> {
    const targets = [{ type: 'order', id }];
    await log.post([{ action: 'order.refund', outcome: 'denied', targets }]);
  }

  test('what was denied waits; it is taken with a note, and finished', async () => {
    await deny('take-1');
    const page = await open();
    const waiting = card(page, 'PENDING', 'take-1');
    await waiting.getByLabel('Note').fill('I ask the customer.');
    await waiting.getByRole('button', { name: 'Take it' }).click();
    const taken = card(page, 'IN_PROGRESS', 'take-1');
    await taken.getByText('I ask the customer.').waitFor();
    await taken.getByText('assigned to sign-in link').waitFor();
    await assertAccessible(page, 'board');
    await page.emulateMedia({ colorScheme: 'dark' });
    await assertAccessible(page, 'board in dark');
    await taken.getByRole('button', { name: 'Done' }).click();
    await card(page, 'DONE', 'take-1').waitFor();
    await card(page, 'DONE', 'take-1').getByRole('link').first().click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('moved it to in progress').waitFor();
    await drawer.getByText('moved it to done').waitFor();
  });

  test('of two who take it one succeeds; the other is told, and keeps what was typed', async () => {
    await deny('race-1');
    const [one, other] = [await open(), await open()];
    const theirs = card(other, 'PENDING', 'race-1');
    await theirs.getByLabel('Note').fill('I had an idea.');
    await card(one, 'PENDING', 'race-1').getByRole('button', { name: 'Take it' }).click();
    await card(one, 'IN_PROGRESS', 'race-1').waitFor();
    await theirs.getByRole('button', { name: 'Take it' }).click();
    const alert = other.getByRole('alert');
    await alert.getByText('Somebody else was faster').waitFor();
    await alert.getByText('sign-in link moved it to in progress').waitFor();
    await assertAccessible(other, 'conflict');
    const moved = card(other, 'IN_PROGRESS', 'race-1');
    await moved.waitFor();
    assert.equal(await moved.getByLabel('Note').inputValue(), 'I had an idea.');
    await moved.getByRole('button', { name: 'Add the note only' }).click();
    await moved.getByText('I had an idea.', { exact: false }).first().waitFor();
    await other.waitForFunction(() =>
      [...document.querySelectorAll('textarea')].every(({ value }) => value === ''),
    );
  });

  test('what was not applied can be applied to how it stands now', async () => {
    await deny('again-1');
    const [one, other] = [await open(), await open()];
    const theirs = card(other, 'PENDING', 'again-1');
    await theirs.getByLabel('Note').fill('I had an idea, too.');
    await card(one, 'PENDING', 'again-1').getByRole('button', { name: 'Take it' }).click();
    await card(one, 'IN_PROGRESS', 'again-1').waitFor();
    await theirs.getByRole('button', { name: 'Take it' }).click();
    const again = other.getByRole('button', { name: 'Apply mine to how it stands now' });
    await again.click();
    await card(other, 'IN_PROGRESS', 'again-1').getByText('I had an idea, too.').first().waitFor();
    await again.waitFor({ state: 'detached' });
  });

  test('it is handed to somebody else', async () => {
    await deny('hand-1');
    const page = await open();
    await card(page, 'PENDING', 'hand-1').getByRole('button', { name: 'Take it' }).click();
    const taken = card(page, 'IN_PROGRESS', 'hand-1');
    await taken.getByRole('button', { name: 'Assign to …' }).click();
    await page.keyboard.type('vera');
    await page.keyboard.press('Enter');
    await taken.getByText('assigned to vera').waitFor();
    assert.equal(await taken.getByLabel('Assign to').count(), 0);
  });

  test('on a phone there is one column at a time', async () => {
    await deny('phone-1');
    const visitor = await openVisitor(browser, log, { viewport: { width: 390, height: 844 } });
    visitors.push(visitor);
    await visitor.visit('/triage');
    const { page } = visitor;
    await card(page, 'PENDING', 'phone-1').getByRole('button', { name: 'Take it' }).click();
    await card(page, 'PENDING', 'phone-1').waitFor({ state: 'detached' });
    assert.equal(await page.locator('[data-column]').count(), 1);
    await page.getByRole('link', { name: 'In progress' }).click();
    await card(page, 'IN_PROGRESS', 'phone-1').waitFor();
    await assertAccessible(page, 'board on a phone');
  });

  test('what others move moves here, too', async () => {
    await deny('far-1');
    const [one, other] = [await open(), await open()];
    await card(one, 'PENDING', 'far-1').getByRole('button', { name: 'Take it' }).click();
    await card(other, 'IN_PROGRESS', 'far-1').waitFor({ timeout: 15_000 });
  });

  test('keys alone do', async () => {
    await deny('keys-1');
    const page = await open();
    await card(page, 'PENDING', 'keys-1').waitFor();
    await page.keyboard.press('ArrowDown');
    const focused = page.locator('[data-card]:focus-within');
    await focused.getByText('keys-1').waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('By hand.');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('t');
    const taken = card(page, 'IN_PROGRESS', 'keys-1');
    await taken.getByText('By hand.').waitFor();
    await taken.getByRole('link').first().focus();
    await page.keyboard.press('d');
    await card(page, 'DONE', 'keys-1').waitFor();
  });

  test('what waits is what one asks for, of whom one asks for', async () => {
    await log.post([{ action: 'invoice.pay', targets: [{ type: 'invoice', id: 'asked-1' }] }]);
    const page = await open();
    await page.getByLabel('What waits, as a query').fill('action:invoice.');
    await page.getByRole('button', { name: 'Show' }).click();
    await card(page, 'PENDING', 'asked-1').waitFor();
    await page.getByRole('link', { name: 'Me', exact: true }).click();
    await page.getByText('Nothing waits for a decision.').waitFor();
    await page.goto(`${log.url}/triage?q=actr:ada`);
    await page.getByText('QUERY_INVALID').first().waitFor();
  });

  test('without the right one sees the board, and nothing to press', async () => {
    await deny('seen-1');
    const page = await open();
    await page.context().clearCookies();
    await page.goto(`${log.url}/triage`);
    await page.getByLabel('Name').fill('vera');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await card(page, 'PENDING', 'seen-1').waitFor();
    await page.getByText('moving takes the role auditor').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Take it' }).count(), 0);
    await page.setViewportSize({ width: 360, height: 800 });
    await shown(page);
    const fits = await page.evaluate(
      () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
    );
    assert.ok(fits);
  });
});

function card(page: Page, stage: string, id: string): Locator {
  return page.locator(`[data-column="${stage}"] [data-card]`).filter({ hasText: id });
}
