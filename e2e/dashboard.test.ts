// The dashboard as people use it: the real collector, real entries, a real browser.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from 'playwright-core';
import { hostileEntry } from '../packages/dashboard/test/fixtures/hostile-entry.ts';
import { shopEntries } from '../packages/dashboard/test/fixtures/shop-entries.ts';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { artifact, type Complaints, collectComplaints, launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { shown } from './visitor.ts';

const waitMs = 10_000;
const desk = { width: 1280, height: 800 };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

describe('dashboard', { skip: leftOutWithout(chromiumProgram), timeout: 170_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  let context: BrowserContext;
  let page: Page;
  let complaints: Complaints;

  before(async () => {
    buildPages();
    [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
    await log.post(shopEntries(160, Date.now()));
  });

  after(async () => {
    await browser?.close();
    await log?.close();
  });

  beforeEach(() => openSignedIn(log));

  afterEach(async () => {
    await context.close();
    assert.deepEqual(complaints.list, []);
  });

  /** Signs in with a fresh link, as one does, and waits for the list or what stands for it. */
  async function openSignedIn(
    where: ShopLog,
    path = '/entries',
    options: BrowserContextOptions = {},
  ): Promise<void> {
    await context?.close();
    context = await browser.newContext({ viewport: desk, locale: 'en-GB', ...options });
    context.setDefaultTimeout(waitMs);
    page = await context.newPage();
    complaints = await collectComplaints(page);
    await page.goto(where.signInLink());
    await page.goto(`${where.url}${path}`);
    await page.getByRole('heading', { name: 'Entries', level: 1 }).waitFor({ state: 'attached' });
    await shown(page);
  }

  const rows = (): Locator => page.locator('a[data-entry]');
  const row = (text: string | RegExp): Locator => rows().filter({ hasText: text }).first();
  const drawer = (): Locator => page.getByRole('dialog');
  const queryField = (): Locator => page.getByRole('combobox', { name: 'Query' });

  async function shoot(name: string): Promise<void> {
    await page.screenshot({ path: artifact(`${name}.png`), animations: 'disabled' });
  }

  async function ask(q: string): Promise<void> {
    await queryField().fill(q);
    await queryField().press('Enter');
  }

  /** Waits until the focus is in the row of an entry: it moves a moment after what moves it. */
  async function focusIn(id: string | null): Promise<void> {
    await page.waitForFunction(
      (wanted) => document.activeElement?.getAttribute('data-entry') === wanted,
      id,
    );
  }

  async function assertFits(what: string): Promise<void> {
    const tooWide = await page.evaluate(() => {
      const limit = document.documentElement.clientWidth;
      const isScrolled = document.documentElement.scrollWidth > limit;
      const inside = [...document.querySelectorAll('[role="dialog"], main, header')];
      const wide = inside.filter((element) => element.scrollWidth > element.clientWidth);
      return isScrolled ? ['page'] : wide.map(({ tagName }) => tagName);
    });
    assert.deepEqual(tooWide, [], what);
  }

  test('the list shows sentences, newest first, and is a picture worth showing', async () => {
    assert.ok((await rows().count()) >= 10);
    const times = await page
      .locator('td time')
      .evaluateAll((all) => all.map((time) => time.getAttribute('datetime') ?? ''));
    assert.deepEqual(times, times.toSorted().reverse());
    await row('refunded order #').waitFor();
    await row('GET /products').waitFor();
    assert.equal(await page.getByRole('columnheader', { name: 'Outcome' }).count(), 1);
    await shoot('list-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot('list-dark');
  });

  test('older pages follow without a gap and without anything twice', async () => {
    // Besides the shop's 160, the list tells who has signed in to look at it.
    await ask('-action:whodid.');
    await page.waitForURL(/q=/);
    await shown(page);
    const ids = new Set<string>();
    const end = page.getByText('No older entries');
    for (let turns = 0; turns < 60 && ids.size < 160; turns += 1) {
      for (const id of await idsOnScreen()) ids.add(id);
      await page.mouse.move(640, 500);
      await page.mouse.wheel(0, 500);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    assert.equal(ids.size, 160);
    await end.waitFor();
    const there = await rows().count();
    assert.ok(there < 100, `${there} rows exist, though a screen holds twenty`);
  });

  test('a wrong query is marked at its character, and the suggestion repairs it', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('actor:ada created:>=yesteday');
    await page.keyboard.press('Enter');
    const excerpt = page.locator('#query-error pre');
    await excerpt.waitFor();
    const [marked, carets] = (await excerpt.innerText()).split('\n');
    assert.equal(marked, 'actor:ada created:>=yesteday');
    assert.equal(carets?.trim(), '^^^^^^^^');
    const places = await excerpt.evaluate((pre) =>
      [...pre.children].map((child) => child.getBoundingClientRect().left),
    );
    // The carets begin right under the first wrong character.
    assert.ok(Math.abs((places[0] ?? 0) - (places[2] ?? 99)) < 1, String(places));
    assert.equal(await selectedText(), 'yesteday');
    assert.ok((await rows().count()) >= 10, 'the list before is still there');
    await shoot('query-error-light');
    await assertAccessible(page, 'query error');

    await page.getByRole('button', { name: 'Did you mean yesterday?' }).click();
    await page.waitForURL((url) => url.searchParams.get('q') === 'actor:ada created:>=yesterday');
    await excerpt.waitFor({ state: 'detached' });
    await page.getByText('actor is ada').waitFor();
  });

  test('a wrong query in a link is marked too', async () => {
    await openSignedIn(log, '/entries?q=actr:ada');
    await page.getByRole('heading', { name: 'This query cannot be read' }).waitFor();
    assert.equal(await page.locator('#query-error pre').innerText(), 'actr:ada\n^^^^');
  });

  test('a query narrows the list, and its conditions can be taken away one by one', async () => {
    await ask('actor:ada action:order.refund');
    await page.waitForURL(/q=actor:ada/);
    await page.getByText('actor is ada').waitFor();
    await page.waitForFunction(
      () => !document.querySelector('main')?.textContent?.includes('/products'),
    );
    await page.getByRole('button', { name: 'Remove the condition actor is ada' }).click();
    await page.waitForURL((url) => !url.searchParams.get('q')?.includes('ada'));
    await page.goBack();
    // The address is back at once, the field a moment later.
    await page.waitForFunction(
      ([label, wanted]) =>
        document.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)?.value === wanted,
      ['Query', 'actor:ada action:order.refund'],
    );
  });

  test('an entry opens in a drawer that says who, what, where from, and what was masked', async () => {
    const signIn = row('POST /session');
    await signIn.click();
    await page.waitForURL(/\/entries\/[0-9a-f-]{36}/);
    await drawer().getByRole('heading', { level: 2 }).waitFor();
    const text = await drawer().innerText();
    for (const expected of [
      'From',
      'Request',
      'Response',
      'Masked',
      'http.request.headers.authorization',
    ]) {
      assert.ok(text.includes(expected), expected);
    }
    assert.ok(!text.includes('eyJhbGciOiJIUzI1NiJ9'), 'the bearer token');
    await drawer().getByText('Raw JSON').click();
    const raw: unknown = JSON.parse(await drawer().locator('details[open] pre').innerText());
    assert.equal((raw as { kind: string }).kind, 'http.in');
    await assertAccessible(page, 'drawer');

    await page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    await page.waitForURL(/\/entries$/);
    await focusIn(await signIn.getAttribute('data-entry'));
  });

  test('changes are shown before and after, and ids lead to what belongs together', async () => {
    await reach(/updated order/);
    await row(/updated order/).click();
    await drawer().getByRole('row', { name: 'state paid refunded' }).waitFor();
    await shoot('drawer-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot('drawer-dark');
    await assertAccessible(page, 'drawer in dark');
    await drawer().locator('a', { hasText: /^req_/ }).click();
    await page.waitForURL(/q=request:req_/);
    await drawer().waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.querySelectorAll('a[data-entry]').length === 3);
  });

  test('keys lead through the list', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const second = await rows().nth(1).getAttribute('data-entry');
    await focusIn(second);
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/entries/${second}`));
    await drawer().waitFor();
    await page.keyboard.press('j');
    const third = await rows().nth(2).getAttribute('data-entry');
    await page.waitForURL(new RegExp(`/entries/${third}`));
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/entries$/);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Searching and keys' }).waitFor();
    await assertAccessible(page, 'help');
    await page.getByLabel(/Single keys/).uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    assert.ok(!(await queryField().evaluate((field) => field === document.activeElement)));
  });

  test('a link to an entry opens it, also when it is not in the list', async () => {
    const { url } = log;
    const [id] = await log.post([{ action: 'order.ship', occurredAt: '2020-01-01T00:00:00.000Z' }]);
    await page.goto(`${url}/entries/${id}`);
    await drawer()
      .getByRole('heading', { name: /shipped order/ })
      .waitFor();
    await page.goto(`${url}/entries/00000000-0000-7000-8000-000000000000`);
    await drawer().getByText('There is no entry with this id').waitFor();
  });

  test('an entry is copied as JSON, link, curl and command line', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await rows().first().click();
    const id = await rows().first().getAttribute('data-entry');
    await drawer().getByRole('button', { name: 'Copy as' }).click();
    await page.getByRole('menuitem', { name: 'Command line' }).click();
    await page.getByText('Copied Command line').waitFor({ state: 'attached' });
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `whodid show ${id}`);
  });

  test('new entries come in live, and wait while one reads further down', async () => {
    await page.getByRole('switch', { name: 'Live' }).click();
    await page.waitForURL(/live=1/);
    await page.reload();
    await rows().first().waitFor();
    await page.getByText('Connecting').waitFor({ state: 'detached' });
    await log.post([{ action: 'order.cancel', targets: [{ type: 'order', id: 'live-1' }] }]);
    await row('cancelled order live-1').waitFor();
    assert.equal(await page.locator('tr[data-fresh="true"]').count(), 1);
    await page.getByText('1 new entry').waitFor({ state: 'attached' });

    await page.mouse.wheel(0, 700);
    await page.getByText('Paused while you read on').waitFor();
    await log.post([{ action: 'order.cancel', targets: [{ type: 'order', id: 'live-2' }] }]);
    const pill = page.getByRole('button', { name: 'Paused, 1 new' });
    await pill.waitFor();
    assert.equal(await row('live-2').count(), 0);
    await shoot('live-paused-light');
    await assertAccessible(page, 'live');
    await pill.click();
    await row('cancelled order live-2').waitFor();
    await page.waitForFunction(() => scrollY === 0);
  });

  test('live says why it is off', async () => {
    await openSignedIn(log, '/entries?range=2026-01-01T00:00:00Z..2026-01-02T00:00:00Z&live=1');
    await page.getByText('Live is off: the time range has an end').waitFor();
    assert.ok(await page.getByRole('switch', { name: 'Live' }).isDisabled());
  });

  test('a time range is chosen from the list and by hand', async () => {
    await page.getByRole('button', { name: /^Time range/ }).click();
    await page.getByRole('button', { name: 'Last hour' }).click();
    await page.waitForURL(/range=1h/);
    await page.getByRole('button', { name: 'Time range: Last hour' }).click();
    await assertAccessible(page, 'time range');
    await page.getByLabel('From', { exact: true }).fill('2026-02-01T10:00');
    await page.getByLabel('To', { exact: true }).fill('2026-01-01T10:00');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('The end is before the beginning.').waitFor();
    await page.getByLabel('To', { exact: true }).fill('2026-02-02T10:00');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/range=2026-0/);
    await page.getByRole('heading', { name: 'No entries in this time' }).waitFor();
    await page.getByRole('button', { name: 'Search all time' }).click();
    await rows().first().waitFor();
  });

  test('captured text is only ever text', async () => {
    const [id] = await log.post([hostileEntry]);
    await page.goto(`${log.url}/entries/${id}?q=id:${id}&range=all`);
    await drawer().getByRole('heading', { level: 2 }).waitFor();
    for (const fold of await drawer().locator('summary').all()) await fold.click();
    const more = drawer().getByRole('button', { name: /^Show all/ });
    while ((await more.count()) > 0) await more.first().click();
    const found = await page.evaluate(() => ({
      hits: (globalThis as { hits?: number }).hits ?? 0,
      images: document.querySelectorAll('#root img, [role="dialog"] img').length,
      scripts: document.querySelectorAll('body script, body iframe, body style').length,
      foreign: [...document.querySelectorAll('a')].filter((a) => a.origin !== location.origin)
        .length,
      title: document.title,
    }));
    assert.deepEqual(
      { ...found, title: '' },
      { hits: 0, images: 0, scripts: 0, foreign: 0, title: '' },
    );
    assert.ok(found.title.includes('<img'), 'the title has it as text');
    const text = await drawer().innerText();
    assert.ok(text.includes('<img src=x onerror='), 'the text is there');
    assert.ok(text.includes('⟨202E⟩'), 'what would turn it round is written out');
    assert.ok(!/[\u202a-\u202e\u2066-\u2069]/.test(await page.locator('body').innerText()));
    await shoot('hostile-light');
    for (const width of [360, 430]) {
      await page.setViewportSize({ width, height: 800 });
      await assertFits(`hostile drawer at ${width}`);
    }
    await page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    for (const width of [360, 430, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await assertFits(`hostile list at ${width}`);
    }
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`a phone shows cards and a whole-screen drawer, in ${colorScheme}`, async () => {
      await openSignedIn(log, '/entries', { ...phone, colorScheme });
      for (const width of [360, 390, 430]) {
        await page.setViewportSize({ width, height: 844 });
        await assertFits(`list at ${width}`);
      }
      await page.setViewportSize(phone.viewport);
      await assertAccessible(page, 'list on a phone');
      await shoot(`phone-list-${colorScheme}`);
      await reach(/updated order/);
      await row(/updated order/).tap();
      await drawer().getByRole('heading', { level: 2 }).waitFor();
      const box = await drawer().evaluate(async (element) => {
        await Promise.all(element.getAnimations().map(({ finished }) => finished));
        const { left, top, width, height } = element.getBoundingClientRect();
        return { left, top, width, height };
      });
      assert.deepEqual(box, { left: 0, top: 0, width: 390, height: 844 });
      await assertFits('drawer on a phone');
      await assertAccessible(page, 'drawer on a phone');
      await shoot(`phone-drawer-${colorScheme}`);
      await drawer().getByRole('button', { name: 'Close' }).tap();
      await drawer().waitFor({ state: 'detached' });
    });

    test(`nothing is in the way of people with other senses, in ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await assertAccessible(page, 'list');
      await page.goto(`${log.url}/entries?q=actor:nobody`);
      await page.getByRole('heading', { name: 'No entry matches' }).waitFor();
      await assertAccessible(page, 'no match');
    });
  }

  test('a chosen theme is there before the first paint of the next visit', async () => {
    await page.getByRole('button', { name: 'Dark' }).click();
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
    // Without the application itself: what is left is what paints first.
    await page.route('**/assets/*.js', (route) => route.abort());
    await page.reload();
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  });

  test('a collector that is away is named, and its return noticed', async () => {
    await page.route('**/v1/entries?*', (route) => route.abort());
    await page.getByRole('button', { name: 'Load again' }).click();
    await page.getByRole('heading', { name: 'The collector does not answer' }).waitFor();
    await assertAccessible(page, 'failure');
    await shoot('failure-light');
    await page.unroute('**/v1/entries?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await rows().first().waitFor();
  });

  test('signing out leaves nothing on the screen, and the session is over', async () => {
    await page.getByRole('button', { name: 'Account: sign-in link' }).click();
    await shoot('account-menu-light');
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    assert.equal(await rows().count(), 0);
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
    // Nobody has a password yet, so the link is the only way.
    await page.getByText('whodid users create').waitFor();
    await assertAccessible(page, 'signed out');
    await shoot('signed-out-light');
  });

  test('an empty log says how to send the first entry, and shows it when it comes', async () => {
    const empty = await startShopLog();
    try {
      await openSignedIn(empty);
      await page.getByText('npx whodid dev -- node app.js').waitFor();
      await page.getByText(`curl ${empty.url}/v1/entries`).waitFor();
      await assertAccessible(page, 'empty');
      await shoot('empty-light');
      await empty.post([{ action: 'order.place', targets: [{ type: 'order', id: '1' }] }]);
      await row('placed order #1').waitFor();
    } finally {
      await context.close();
      await empty.close();
    }
  });

  /** Scrolls until a row is there: those further down are not. */
  async function reach(text: RegExp): Promise<void> {
    for (let turns = 0; turns < 40 && (await row(text).count()) === 0; turns += 1) {
      await page.evaluate(() => window.scrollBy(0, 400));
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  }

  async function idsOnScreen(): Promise<readonly string[]> {
    return rows().evaluateAll((all) => all.map((one) => one.getAttribute('data-entry') ?? ''));
  }

  async function selectedText(): Promise<string> {
    return queryField().evaluate((field) => {
      const { value, selectionStart, selectionEnd } = field as HTMLInputElement;
      return value.slice(selectionStart ?? 0, selectionEnd ?? 0);
    });
  }
});
