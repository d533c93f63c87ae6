// Pictures of every page at three widths, light and dark, into e2e/artifacts/pages: `npm run screenshots`.
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { buildPages } from './build-pages.ts';
import { artifact, launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { shown } from './visitor.ts';
import { postAll, weeksOfShop } from './weeks-of-shop.ts';

const widths = [390, 1280, 2560] as const;
const schemes = ['light', 'dark'] as const;

const password = 'correct horse battery staple';

buildPages();
mkdirSync(artifact('pages'), { recursive: true });
const [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
try {
  await postAll(log, weeksOfShop(Date.now()));
  await log.makeUser('root', 'admin', password);
  const wanted = process.argv.slice(2);
  const pages = Object.entries(await addresses(log)).filter(
    ([name]) => wanted.length === 0 || wanted.includes(name),
  );
  for (const width of widths) {
    for (const scheme of schemes) await shoot(pages, width, scheme);
  }
} finally {
  await browser.close();
  await log.close();
}

async function addresses({ url, key }: ShopLog): Promise<Readonly<Record<string, string>>> {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await fetch(`${url}/v1/entries?q=action:order.refund&limit=1`, { headers });
  const { entries } = (await answer.json()) as {
    readonly entries: readonly {
      readonly id: string;
      readonly targets: readonly { id: string }[];
    }[];
  };
  const [refund] = entries;
  return {
    overview: '/',
    entries: '/entries?range=7d',
    entry: `/entries/${refund?.id}?range=7d`,
    'entries-none': '/entries?q=actor:nobody-at-all',
    people: '/people?range=7d',
    person: '/people/user/u_17',
    resources: '/resources?range=7d',
    resource: `/resources/order/${refund?.targets[0]?.id}`,
    endpoints: '/endpoints?range=7d',
    streams: '/streams',
    triage: '/triage',
    views: '/views',
    health: '/health',
    settings: '/settings',
    'settings-keys': '/settings/keys',
    'settings-users': '/settings/users',
    'settings-redaction': '/settings/redaction',
    'settings-looks': '/settings/looks',
    'settings-password': '/settings/password',
    reference: '/reference',
  };
}

async function shoot(
  pages: readonly (readonly [name: string, path: string])[],
  width: number,
  colorScheme: 'light' | 'dark',
): Promise<void> {
  const viewport = { width, height: width < 500 ? 844 : width > 2000 ? 1440 : 800 };
  const context = await browser.newContext({ viewport, colorScheme, locale: 'en-GB' });
  const page = await context.newPage();
  await signIn(page);
  for (const [name, path] of pages) {
    await page.goto(log.url + path);
    await shown(page);
    await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished)));
    const file = artifact(`pages/${name}-${width}-${colorScheme}.png`);
    await page.screenshot({ path: file, animations: 'disabled' });
  }
  await context.close();
  process.stdout.write(`${width} ${colorScheme}\n`);
}

async function signIn(page: Page): Promise<void> {
  await page.goto(log.url);
  await page.getByLabel('Name').fill('root');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}
