// What a browser has to fetch before it shows a page, and from where.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { dashboardDirectory } from '@whodid/dashboard';
import type { Browser } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { buildPages } from './build-pages.ts';
import { launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, shown } from './visitor.ts';
import { postAll, weeksOfShop } from './weeks-of-shop.ts';

const mostKilobytes = 260;
const pages = [
  ...['/', '/entries', '/people', '/people/user/u_17', '/resources', '/resources/order/1'],
  ...['/endpoints', '/streams', '/triage', '/views', '/health', '/settings', '/settings/keys'],
];

describe('first load', { skip: leftOutWithout(chromiumProgram), timeout: 120_000 }, () => {
  let browser: Browser;
  let log: ShopLog;

  before(async () => {
    buildPages();
    [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
    await postAll(log, weeksOfShop(Date.now(), 3, 80));
  });

  after(async () => {
    await browser?.close();
    await log?.close();
  });

  for (const path of pages) {
    test(`${path} needs at most ${mostKilobytes} KB of script, compressed, and nobody else`, async () => {
      const { context, complaints } = await openVisitor(browser, log);
      const page = await context.newPage();
      const asked: URL[] = [];
      page.on('request', (request) => asked.push(new URL(request.url())));
      try {
        await page.goto(log.url + path);
        await shown(page);
        await page.waitForLoadState('networkidle');
        const scripts = asked.filter(({ pathname }) => pathname.endsWith('.js'));
        const files = new Set(scripts.map(({ pathname }) => join(dashboardDirectory, pathname)));
        const sizes = [...files].map((file) => gzipSync(readFileSync(file)).length);
        const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1000;
        console.log(`${path}: ${kilobytes.toFixed(0)} KB of script, compressed`);
        assert.ok(kilobytes > 50 && kilobytes <= mostKilobytes, `${kilobytes} KB`);
        const foreign = asked.filter(({ origin }) => origin !== log.url);
        assert.deepEqual(foreign, []);
        assert.deepEqual(complaints.list, []);
      } finally {
        await context.close();
      }
    });
  }
});
