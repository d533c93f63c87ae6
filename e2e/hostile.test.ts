// What comes from outside is text and nothing else, in every field and on every page.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { buildPages } from './build-pages.ts';
import { artifact, launchChromium } from './chromium.ts';
import { hostilePost } from './hostile-post.ts';
import { hostileStrings } from './hostile-strings.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, shown, type Visitor } from './visitor.ts';

const timeout = 170_000;

describe('hostile strings', { skip: leftOutWithout(chromiumProgram), timeout }, () => {
  let browser: Browser;
  let log: ShopLog;
  let visitor: Visitor;
  const foreign: string[] = [];
  const ids: string[] = [];

  before(async () => {
    buildPages();
    [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
    const now = Date.now();
    const posts = hostileStrings.map((_, at) => hostilePost(at, now - at * 1000));
    for (let at = 0; at < posts.length; at += 50) {
      ids.push(...(await log.post(posts.slice(at, at + 50))));
    }
    visitor = await openVisitor(browser, log);
    visitor.page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(log.url).origin) foreign.push(request.url());
    });
  });

  after(async () => {
    await browser?.close();
    await log?.close();
  });

  test('there are 300, and they are in every field', () => {
    assert.equal(new Set(hostileStrings).size, 300);
    const inFields = JSON.stringify(hostilePost(200, 0));
    const found = hostileStrings.filter((text) =>
      inFields.includes(JSON.stringify(text).slice(1, 60)),
    );
    assert.ok(found.length >= 40, `${found.length} in one entry`);
  });

  test('in the list they are text, and each row keeps to its place', async () => {
    const { page, visit } = visitor;
    await visit('/entries?q=-action:whodid.&range=all');
    const seen = new Set<string>();
    // Half a screen at a time, so that every row is there once.
    for (let turns = 0; turns < 120 && seen.size < hostileStrings.length; turns += 1) {
      for (const id of await rowIds(page)) seen.add(id);
      await assertRowsApart(page);
      if (turns % 5 === 0) await assertOnlyText(page, `list, ${seen.size} rows`);
      await page.mouse.move(640, 500);
      await page.mouse.wheel(0, 600);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    assert.equal(seen.size, hostileStrings.length);
    await page.screenshot({ path: artifact('hostile-list.png'), animations: 'disabled' });
  });

  test('in the details they are text', async () => {
    const { page, visit } = visitor;
    const drawer = page.getByRole('dialog');
    for (const id of ids.filter((_, at) => at % 15 === 0)) {
      await visit(`/entries/${id}?range=all`);
      await drawer.getByRole('heading', { level: 2 }).waitFor();
      for (const fold of await drawer.locator('summary').all()) await fold.click();
      await assertOnlyText(page, `details of ${id}`);
    }
  });

  const pages = ['/', '/people', '/resources', '/endpoints', '/streams', '/triage'];
  for (const path of pages) {
    test(`on ${path} they are text`, async () => {
      const { page, visit } = visitor;
      await visit(`${path}?range=all`);
      await assertOnlyText(page, path);
      await page.setViewportSize({ width: 360, height: 800 });
      await assertOnlyText(page, `${path} at 360`);
      await page.setViewportSize({ width: 1280, height: 800 });
    });
  }

  test('in an address they are text', async () => {
    const { page } = visitor;
    for (const text of hostileStrings.filter((_, at) => at % 12 === 0)) {
      if (text === '' || text.length > 1500) continue;
      const one = encodeURIComponent(text);
      for (const path of [`/entries?q=${one}`, `/people/user/${one}`, `/resources/order/${one}`]) {
        await page.goto(log.url + path);
        await shown(page).catch((error: unknown) => {
          throw new Error(path, { cause: error });
        });
        await assertOnlyText(page, path);
      }
    }
  });

  test('nothing was asked of anybody else, and nothing went wrong', async () => {
    assert.deepEqual(foreign, []);
    assert.deepEqual(visitor.complaints.list, []);
    await visitor.context.close();
  });
});

async function rowIds(page: Page): Promise<readonly string[]> {
  return page
    .locator('a[data-entry]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-entry') ?? ''));
}

async function assertOnlyText(page: Page, what: string): Promise<void> {
  const found = await page.evaluate(() => ({
    hits: (globalThis as { hits?: number }).hits ?? 0,
    elements: document.querySelectorAll(
      '#root :is(img, script, iframe, style, object, video, math, base, meta, link, [onerror], [onload])',
    ).length,
    foreignLinks: [...document.querySelectorAll('a')]
      .filter((a) => a.origin !== location.origin)
      .map((a) => a.href),
    forms: [...document.forms].filter(({ action }) => !action.startsWith(location.origin)).length,
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  }));
  assert.deepEqual(found, { hits: 0, elements: 0, foreignLinks: [], forms: 0, wide: false }, what);
  const text = await page.locator('body').innerText();
  const deceiving = text.match(/[\u202a-\u202e\u2066-\u2069\u200b\u3164\u115f\u2800\u{e0041}]/u);
  assert.equal(deceiving, null, what);
}

/** No row reaches into the next one: one entry cannot draw another. */
async function assertRowsApart(page: Page): Promise<void> {
  const outside = await page.locator('a[data-entry]').evaluateAll((links) =>
    links.flatMap((link) => {
      const row = link.closest('tr, li, [role="row"]');
      if (row === null) return ['no row'];
      const box = row.getBoundingClientRect();
      const tall = box.height > 200 ? [`${box.height} px tall`] : [];
      const beyond = [...row.querySelectorAll('*')].filter((element) => {
        const inner = element.getBoundingClientRect();
        return inner.height > 0 && (inner.top < box.top - 2 || inner.bottom > box.bottom + 2);
      });
      return [...tall, ...beyond.map(({ tagName }) => `${tagName} beyond its row`)];
    }),
  );
  assert.deepEqual(outside, []);
}
