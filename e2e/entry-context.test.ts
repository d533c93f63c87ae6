// What else happened around an entry, and forms in which it is handed on.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, type Visitor } from './visitor.ts';

describe('entry in its context', { skip: leftOutWithout(chromiumProgram), timeout: 60_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  let visitor: Visitor;
  let middle = '';

  before(async () => {
    buildPages();
    [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
    const at = (second: number): string =>
      new Date(Date.now() - 60_000 + second * 1000).toISOString();
    const actor = { type: 'user', id: 'u_1', name: 'Ada' } as const;
    const ids = await log.post([
      { action: 'order.view', actor, occurredAt: at(1), ambient: { sessionId: 's_1' } },
      {
        ...{ action: 'order.refund', actor, occurredAt: at(2) },
        ambient: { requestId: 'r_1', sessionId: 's_1' },
      },
      { action: 'mail.send', occurredAt: at(3), ambient: { requestId: 'r_1' } },
      { action: 'order.close', actor, occurredAt: at(4), ambient: { sessionId: 's_2' } },
    ]);
    middle = ids[1] ?? '';
  });

  after(async () => {
    await browser?.close();
    await log?.close();
  });

  beforeEach(async () => {
    visitor = await openVisitor(browser, log, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await visitor.visit(`/entries/${middle}?range=1h`);
  });

  afterEach(async () => {
    await visitor.context.close();
    assert.deepEqual(visitor.complaints.list, []);
  });

  test('what happened in the same request, session and by the same person', async () => {
    const drawer = visitor.page.getByRole('dialog');
    const around = drawer.getByRole('region', { name: 'Around it' });
    await around.getByText('sent mail').waitFor();
    assert.equal(await around.getByRole('listitem').count(), 2);
    assert.equal(await around.locator('[aria-current="true"]').count(), 1);
    await around.getByRole('button', { name: 'Same session' }).click();
    await around.getByText('viewed order').waitFor();
    await around.getByRole('button', { name: 'Same person' }).click();
    await around.getByText('closed order').waitFor();
    assert.equal(await around.getByRole('listitem').count(), 3);
    await assertAccessible(visitor.page, 'context');
    await around.getByText('closed order').click();
    await drawer.getByRole('heading', { name: /closed order/ }).waitFor();
  });

  test('an entry is copied as Markdown, a list as a link with its time as it is now', async () => {
    const { page } = visitor;
    const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole('dialog').getByRole('button', { name: 'Copy as' }).click();
    await page.getByRole('menuitem', { name: 'Markdown' }).click();
    await page.getByText('Copied Markdown').waitFor({ state: 'attached' });
    assert.match(await copied(), /^\S+Z `Ada refunded order` \(success\): <http.*>$/);
    await visitor.visit('/entries?q=action:order.&range=1h');
    await page.getByRole('button', { name: 'Copy as' }).click();
    await page.getByRole('menuitem', { name: 'Link' }).click();
    await page.getByText('Copied Link').waitFor({ state: 'attached' });
    const link = new URL(await copied());
    assert.equal(link.searchParams.get('q'), 'action:order.');
    assert.match(link.searchParams.get('range') ?? '', /^\S+Z\.\.\S+Z$/);
    await page.goto(link.href);
    await page.getByText('refunded order').first().waitFor();
  });
});
