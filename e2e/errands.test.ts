// Five errands that people come with, each from the Overview in at most six interactions: a click, a
// key, or a field that is filled in.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { buildPages } from './build-pages.ts';
import { launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, type Visitor } from './visitor.ts';
import { postAll, weeksOfShop } from './weeks-of-shop.ts';

const mostInteractions = 6;
const dayMs = 86_400_000;
const address = '198.51.100.77';

describe('errands', { skip: leftOutWithout(chromiumProgram), timeout: 120_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  let visitor: Visitor;
  let interactions = 0;
  let startAt = 0;

  before(async () => {
    buildPages();
    [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
    const now = Date.now();
    const yesterday = new Date(now - dayMs);
    const lastMonth = new Date(
      Date.UTC(yesterday.getUTCFullYear(), new Date(now).getUTCMonth() - 1, 15),
    );
    await postAll(log, weeksOfShop(now, 3, 120));
    const ada = { type: 'user', id: 'u_17', name: 'Ada Lovelace' } as const;
    await log.post([
      {
        ...{ kind: 'model', action: 'order.update', actor: ada },
        targets: [{ type: 'order', id: '1042' }],
        change: {
          type: 'UPDATE',
          model: 'Order',
          fields: [{ name: 'state', old: 'awaiting approval', new: 'approved' }],
        },
      },
      { action: 'parcel.send', actor: ada, occurredAt: yesterday.toISOString() },
      ...Array.from({ length: 12 }, () => ({
        ...({ kind: 'auth', action: 'user.login', outcome: 'denied' } as const),
        client: { ip: address, ipTrusted: true },
      })),
      ...Array.from({ length: 3 }, (_, at) => ({
        action: 'admin.role-change',
        occurredAt: new Date(lastMonth.getTime() + at).toISOString(),
      })),
    ]);
  });

  after(async () => {
    await browser?.close();
    await log?.close();
  });

  beforeEach(async () => {
    visitor = await openVisitor(browser, log, { timezoneId: 'UTC' });
    await visitor.visit('/');
    interactions = 0;
    startAt = performance.now();
  });

  afterEach(async (t) => {
    const took = ((performance.now() - startAt) / 1000).toFixed(1);
    console.log(`${t.name}: ${interactions} interactions, ${took} s`);
    assert.ok(interactions <= mostInteractions, `${interactions} interactions`);
    await visitor.context.close();
    assert.deepEqual(visitor.complaints.list, []);
  });

  const click = async (what: Locator): Promise<void> => {
    interactions += 1;
    await what.click();
  };
  const fill = async (what: Locator, text: string): Promise<void> => {
    interactions += 1;
    await what.fill(text);
  };
  const press = async (key: string): Promise<void> => {
    interactions += 1;
    await visitor.page.keyboard.press(key);
  };
  const nav = (name: string): Locator =>
    visitor.page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name, exact: true });

  test('who changed order 1042, and what was it before', async () => {
    const { page } = visitor;
    await click(nav('Resources'));
    await fill(page.getByLabel('Go to type:id'), 'order:1042');
    await press('Enter');
    const change = page.locator('details[open]').filter({ hasText: 'awaiting approval' });
    await change.getByText('Ada Lovelace').waitFor();
    await change.getByRole('row', { name: 'state awaiting approval approved' }).waitFor();
  });

  test('everything that somebody did yesterday', async () => {
    const { page } = visitor;
    await click(nav('People'));
    await click(page.getByRole('link', { name: 'Ada Lovelace' }));
    await click(page.getByRole('button', { name: /^Time range/ }));
    await click(page.getByRole('button', { name: 'Yesterday' }));
    await page.getByText('sent parcel').first().waitFor();
  });

  test('all failed sign-ins from one address', async () => {
    const { page } = visitor;
    await click(nav('Views'));
    await click(page.getByRole('link', { name: 'Failed sign-ins' }));
    const field = page.locator('input[aria-label="Query"]');
    await fill(field, `kind:auth outcome:failure,denied ip:${address}`);
    await press('Enter');
    await page.getByText('12 entries', { exact: true }).waitFor();
  });

  test('which entries wait for a decision, and take one', async () => {
    const { page } = visitor;
    await click(nav('Triage'));
    await page.locator('[data-column="PENDING"] [data-card]').first().waitFor();
    await click(page.getByRole('button', { name: 'Take it' }).first());
    await page.locator('[data-column="IN_PROGRESS"] [data-card]').first().waitFor();
  });

  test('last month’s admin actions as a file', async () => {
    const { page } = visitor;
    await click(nav('Views'));
    await click(page.getByRole('link', { name: 'Admin actions' }));
    await click(page.getByRole('button', { name: /^Time range/ }));
    await click(page.getByRole('button', { name: 'Last month' }));
    await page.getByText('3 entries', { exact: true }).waitFor();
    await click(page.getByRole('button', { name: 'Export' }));
    const downloaded = page.waitForEvent('download');
    await click(page.getByRole('menuitem', { name: /^CSV, for spreadsheets/ }));
    const lines = readFileSync(await (await downloaded).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    assert.equal(lines.length, 4);
    assert.ok(lines.slice(1).every((line) => line.includes('admin.role-change')));
  });
});
