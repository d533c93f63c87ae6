// The reference page as people use it: in a real browser, at a desk and on a phone, light and dark.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Collector, createCollector } from '@whodid/collector';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { artifact, collectComplaints, launchChromium } from './chromium.ts';

const desk = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

describe('reference page', { skip: leftOutWithout(chromiumProgram), timeout: 120_000 }, () => {
  let browser: Browser;
  let collector: Collector;
  let directory: string;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'whodid-reference-'));
    const options = { port: 0, store: 'memory:', dataDir: directory };
    [browser, collector] = await Promise.all([launchChromium(), createCollector(options)]);
  });

  after(async () => {
    await browser?.close();
    await collector?.close();
    rmSync(directory, { recursive: true });
  });

  interface Visit {
    readonly page: Page;
    readonly complaints: readonly string[];
    /** Every address that was asked for. */
    readonly requests: readonly string[];
  }

  /** Opens the page, signed in as nobody, and looks at it. */
  async function visit(
    options: BrowserContextOptions,
    look: (visit: Visit) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    try {
      const page = await context.newPage();
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      const { list } = await collectComplaints(page);
      await page.goto(`${collector.url}/reference`);
      await look({ page, complaints: list, requests });
      assert.deepEqual(list, []);
    } finally {
      await context.close();
    }
  }

  for (const [name, options] of [
    ['desk-light', desk],
    ['desk-dark', { ...desk, colorScheme: 'dark' }],
    ['phone-light', phone],
    ['phone-dark', { ...phone, colorScheme: 'dark' }],
  ] as const) {
    test(`it asks for nothing but itself, keeps its policy and is accessible: ${name}`, async () => {
      await visit(options, async ({ page, requests }) => {
        assert.deepEqual(
          requests.filter((url) => !url.startsWith('data:')),
          [`${collector.url}/reference`],
        );
        await page.screenshot({ path: artifact(`reference-${name}.png`) });
        for (const details of await page.locator('main details').all()) {
          await details.evaluate((element: HTMLDetailsElement) => {
            element.open = true;
          });
        }
        await assertAccessible(page, name);
        const isTooWide = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        );
        assert.equal(isTooWide, false);
      });
    });
  }

  test('its style is applied, and nothing on it could run', async () => {
    await visit(desk, async ({ page }) => {
      const display = await page.evaluate(() => getComputedStyle(document.body).display);
      assert.equal(display, 'grid');
      assert.equal(await page.locator('script').count(), 0);
      const links = await page
        .locator('a')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
      assert.ok(links.length > 30);
      assert.deepEqual(
        links.filter((href) => !/^[#/]/.test(href)),
        [],
      );
    });
  });

  test('every link inside leads somewhere', async () => {
    await visit(desk, async ({ page }) => {
      const lost = await page.evaluate(() =>
        [...document.querySelectorAll('a[href^="#"]')]
          .map((link) => link.getAttribute('href')?.slice(1) ?? '')
          .filter((id) => document.getElementById(id) === null),
      );
      assert.deepEqual(lost, []);
    });
  });

  test('a link of the contents leads to the operation, with everything about it', async () => {
    await visit(desk, async ({ page }) => {
      await page.getByRole('navigation').getByRole('link', { name: 'List entries' }).click();
      const operation = page.locator('article:target');
      await operation.getByRole('heading', { name: 'List entries, newest first' }).waitFor();
      const text = await operation.innerText();
      for (const part of ['GET', '/v1/entries', 'limit', '1 to 500', 'cursor', 'scope read', '429'])
        assert.ok(text.includes(part), part);
      assert.match(text, /curl "\$WHODID_URL\/v1\/entries"/);
    });
  });
});
