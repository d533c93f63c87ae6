import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type Complaints, collectComplaints } from './chromium.ts';
import type { ShopLog } from './start-shop-log.ts';

const waitMs = 10_000;
const desk = { width: 1280, height: 800 };

/** Somebody at a screen of their own. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: Complaints;
  /** Goes to a page of the dashboard, and waits until it shows what it has. */
  visit(path: string): Promise<void>;
}

/** Signs in with a fresh link. Whoever calls this closes the context. */
export async function openVisitor(
  browser: Browser,
  log: ShopLog,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ viewport: desk, locale: 'en-GB', ...options });
  context.setDefaultTimeout(waitMs);
  const page = await context.newPage();
  const complaints = await collectComplaints(page);
  await page.goto(log.signInLink());
  return {
    page,
    context,
    complaints,
    async visit(path) {
      await page.goto(log.url + path);
      await shown(page);
    },
  };
}

/** Waits until a page has a heading, and nothing on it is still on its way. */
export async function shown(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
}
