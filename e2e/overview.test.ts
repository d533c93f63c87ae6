// The answers that a page of counts gives: Overview, People and Endpoints.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, type Visitor } from './visitor.ts';
import { postAll, weeksOfShop } from './weeks-of-shop.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

test('weeks in which nothing unusual happens give no hints', async (t) => {
  const log = await startShopLog();
  t.after(() => log.close());
  const now = Date.now();
  await postAll(log, weeksOfShop(now));
  const hints: object[] = [];
  for (let days = 0; days < 18; days += 1) {
    for (const length of [hourMs, dayMs, 2 * dayMs, 7 * dayMs]) {
      const to = now - days * dayMs;
      const [from, end] = [to - length, to].map((at) => new Date(at).toISOString());
      const answer = await fetch(`${log.url}/v1/overview?from=${from}&to=${end}`, {
        headers: { authorization: `Bearer ${log.key}` },
      });
      const overview = (await answer.json()) as { now: { count: number }; hints: object[] };
      assert.ok(overview.now.count > 0);
      hints.push(...overview.hints.map((hint) => ({ ...hint, from, end })));
    }
  }
  assert.deepEqual(hints, []);
});

describe('pages of counts', { skip: leftOutWithout(chromiumProgram), timeout: 120_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  const visitors: Visitor[] = [];

  before(async () => {
    buildPages();
    [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
    const now = Date.now();
    const ada = { type: 'user', id: 'u_ada', name: 'Ada Lovelace' } as const;
    const bob = { type: 'user', id: 'u_bob', name: 'Bob Kahn' } as const;
    const ago = (ms: number): string => new Date(now - ms).toISOString();
    const request = (method: string, route: string, durationMs: number, statusCode = 200) => ({
      kind: 'http.in' as const,
      action: `${method} ${route}`,
      outcome: statusCode < 400 ? ('success' as const) : ('failure' as const),
      http: {
        ...{ protocol: 'https' as const, method, url: `https://shop.test${route}`, path: route },
        ...{ route, query: {}, statusCode, durationMs },
        ...{ request: { headers: {}, bodyBytes: 0 }, response: { headers: {}, bodyBytes: 0 } },
      },
    });
    await log.post([
      ...Array.from({ length: 40 }, () => ({ action: 'order.view', actor: ada })),
      ...Array.from({ length: 9 }, (_, at) => ({ action: `often.${at}`, actor: bob })),
      { action: 'card.charge', outcome: 'failure', actor: bob },
      ...Array.from({ length: 60 }, () => ({
        ...{ action: 'long.ago', actor: ada, occurredAt: ago(300 * dayMs) },
      })),
      ...Array.from({ length: 20 }, () => request('GET', '/orders/:id', 20)),
      ...Array.from({ length: 4 }, () => request('POST', '/reports', 2400)),
      request('DELETE', '/orders/:id', 12, 500),
    ]);
    await log.makeUser('vera', 'viewer', 'correct horse battery staple');
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

  async function open(path: string, options?: BrowserContextOptions): Promise<Page> {
    const visitor = await openVisitor(browser, log, options);
    visitors.push(visitor);
    await visitor.visit(path);
    return visitor.page;
  }

  test('All time begins with the first entry', async () => {
    const page = await open('/?range=all');
    const row = page.locator('li', { hasText: 'long.ago' });
    assert.match((await row.textContent()) ?? '', /60/);
    assert.ok(!(await page.getByText('before:').first().isVisible()));
  });

  test('of a log that has just begun a day is one bar: a click looks closer, and goes on until now', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: 'Look closer' }).click();
    await page.waitForURL(/range=[^.]+\.\d{3}Z\.\.$/);
    await page.getByRole('heading', { name: 'Activity' }).waitFor();
    const range = new URL(page.url()).searchParams.get('range') ?? '';
    const span = Date.now() - Date.parse(range.replace('..', ''));
    assert.ok(span > 0 && span <= 3_600_000, `it begins ${span} ms ago`);
    await assertAccessible(page, 'a closer look');
  });

  test('what needs a look comes first, and what fails seldom is not overlooked', async () => {
    const page = await open('/');
    const titles = await page.locator('h2').allTextContents();
    assert.deepEqual(titles.slice(0, 2), ['Needs a look', 'Activity']);
    const failing = page.locator('section', {
      has: page.getByRole('heading', { name: 'What fails' }),
    });
    await failing.getByRole('link', { name: 'card.charge' }).click();
    await page.waitForURL(/q=action/);
    await page.locator('[data-entry]').first().waitFor();
    assert.equal(await page.locator('[data-entry]').count(), 1);
  });

  test('other pages look at the same time', async () => {
    const page = await open('/?range=7d');
    await page.getByRole('link', { name: 'Ada Lovelace' }).first().click();
    await page.waitForURL('**/people/user/u_ada?range=7d');
    await page.goBack();
    await page.getByRole('link', { name: 'All endpoints' }).click();
    await page.waitForURL('**/endpoints?range=7d');
    await page.goBack();
    await page.getByRole('link', { name: 'All people' }).click();
    await page.waitForURL('**/people?range=7d');
  });

  test('endpoints are sorted as one likes, by keys too, and the address keeps it', async () => {
    const page = await open('/endpoints');
    const first = (): Promise<string | null> =>
      page.locator('tbody tr').first().locator('td').first().textContent();
    assert.equal(await first(), 'GET /orders/:id');
    await page.getByRole('button', { name: '95 % within' }).click();
    assert.equal(await first(), 'POST /reports');
    await page.getByText('(slow)').first().waitFor();
    const failed = page.getByRole('button', { name: 'Failed' });
    await failed.focus();
    await page.keyboard.press('Enter');
    assert.equal(await first(), 'DELETE /orders/:id');
    await page.keyboard.press('Enter');
    assert.notEqual(await first(), 'DELETE /orders/:id');
    const header = page.locator('th', { has: failed });
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
    await page.reload();
    await page.locator('tbody tr').first().waitFor();
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
  });

  test('numbers lead to the entries that they count', async () => {
    const page = await open('/people');
    const row = page.locator('tbody tr', { hasText: 'Bob Kahn' });
    await row.getByRole('link', { name: '10', exact: true }).click();
    await page.locator('[data-entry]').first().waitFor();
    assert.equal(await page.locator('[data-entry]').count(), 10);
    await page.goBack();
    await row.getByRole('link', { name: '1', exact: true }).click();
    await page.locator('[data-entry]').first().waitFor();
    assert.equal(await page.locator('[data-entry]').count(), 1);
  });

  test('on a phone the first column stays while the others are pushed aside', async () => {
    const page = await open('/endpoints', { viewport: { width: 390, height: 844 } });
    const cell = page.locator('tbody td').first();
    const at = async (): Promise<number> => Math.round((await cell.boundingBox())?.x ?? -1);
    const before = await at();
    await page.locator('table').evaluate((table) => {
      table.parentElement?.scrollTo({ left: 200 });
    });
    assert.ok(Math.abs((await at()) - before) <= 1, `${before} ${await at()}`);
    await assertAccessible(page, 'endpoints on a phone');
  });

  test('columns are chosen, remembered and exported', async () => {
    const page = await open('/entries?q=kind:http.in');
    const names = async (): Promise<string[]> =>
      page.locator('table[aria-label="Entries, newest first"] thead th').allTextContents();
    assert.deepEqual(await names(), ['Time', 'Outcome', 'Who', 'What', 'Code', 'Duration']);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Route' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Duration' }).click();
    await page.keyboard.press('Escape');
    const chosen = ['Time', 'Outcome', 'Who', 'What', 'Route', 'Code'];
    assert.deepEqual(await names(), chosen);
    await page.reload();
    await page.locator('[data-entry]').first().waitFor();
    assert.deepEqual(await names(), chosen);
    assert.equal(await page.locator('tbody td', { hasText: /^\/reports$/ }).count(), 4);
    await page.getByRole('button', { name: 'Export' }).click();
    const link = page.getByRole('menuitem', { name: /the columns shown/ });
    const query = new URL((await link.getAttribute('href')) ?? '', log.url).searchParams;
    assert.equal(
      query.get('columns'),
      'occurredAt,outcome,actor.type,actor.id,actor.name,action,message,method,route,status',
    );
    const saved = page.waitForEvent('download');
    await link.click();
    const file = await (await saved).createReadStream();
    let text = '';
    for await (const part of file) text += String(part);
    assert.match(text, /^occurredAt,outcome,/);
    assert.equal(text.trim().split('\r\n').length, 26);
  });
});
