// Question: how long does somebody wait for the dashboard when there are a million entries?
//
// A real collector on SQLite, a real browser. Measured in the browser, from the key or the address to what
// one sees: the first rows of a query, bars and values beside them, frames while scrolling through rows by the
// ten thousand, the page of a person and of a resource. Each figure has a budget; beyond one the campaign
// fails.
//
//   node --conditions=whodid-source bench/campaigns/dashboard.ts [--entries 1000000] [--rows 100000]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCollector } from '@whodid/collector';
import type { Entry } from '@whodid/core';
import { openStore } from '@whodid/store';
import type { Page } from 'playwright-core';
import { buildPages } from '../../e2e/build-pages.ts';
import { launchChromium } from '../../e2e/chromium.ts';
import { entrySource } from '../entry-source.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '1000000' },
    rows: { type: 'string', default: '100000' },
  },
});
const count = Number(values.entries);
const rowsWanted = Math.min(Number(values.rows), count - 1000);
const batch = 1000;
const waitMs = 60_000;
const rounds = 7;

const directory = mkdtempSync(join(tmpdir(), 'whodid-dashboard-campaign-'));
const people = new Set<string>();
const resources = new Set<string>();
let failed = false;
try {
  buildPages();
  await fill();
  await measure();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function fill(): Promise<void> {
  const store = await openStore(`sqlite:${join(directory, 'store')}`);
  let some: Entry[] = [];
  let pending: Promise<unknown>[] = [];
  for (const entry of entrySource(count)) {
    some.push({ ...entry, tenant: 'default' });
    if (people.size < rounds) people.add(entry.actor.id);
    const [target] = entry.targets;
    if (resources.size < rounds && target) resources.add(`${target.type}/${target.id}`);
    if (some.length < batch) continue;
    pending.push(store.append(some));
    some = [];
    if (pending.length < 8) continue;
    await Promise.all(pending);
    pending = [];
  }
  await Promise.all([...pending, store.append(some)]);
  await store.close();
  console.log(`${count} entries`);
}

async function measure(): Promise<void> {
  const collector = await createCollector({ port: 0, dataDir: directory, rateLimits: null });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(waitMs);
    await page.goto(collector.signInLink());
    await queries(page, collector.url);
    await scroll(page, collector.url);
    await pages(page);
  } finally {
    await browser.close();
    await collector.close();
  }
}

async function queries(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/entries?range=all`);
  await page.locator('a[data-entry]').first().waitFor();
  await countsOf(page, '');
  const nouns = ['order', 'invoice', 'customer', 'document', 'contract'];
  const asked = nouns.flatMap((noun) => [
    `action:${noun}.`,
    `action:${noun}.refund`,
    `target.type:${noun} status:5xx`,
    `${noun === 'order' ? 'chargeback' : `chargeback action:${noun}.`}`,
  ]);
  const rows: number[] = [];
  const counts: number[] = [];
  const field = page.locator('input[aria-label="Query"]');
  for (const q of asked) {
    const before = await countText(page);
    const first = await page.locator('a[data-entry]').first().getAttribute('data-entry');
    await field.fill(q);
    await field.press('Escape');
    const start = performance.now();
    await field.press('Enter');
    await page.waitForFunction((id) => {
      const table = document.querySelector('table[aria-rowcount]');
      const row = document.querySelector('a[data-entry]');
      return table?.getAttribute('aria-busy') === 'false' && row?.getAttribute('data-entry') !== id;
    }, first);
    rows.push(performance.now() - start);
    await countsOf(page, before);
    counts.push(performance.now() - start);
    console.log(`${q.padEnd(40)} ${rows.at(-1)?.toFixed(0)} ms, ${counts.at(-1)?.toFixed(0)} ms`);
  }
  report('first rows after Enter, p95', percentile(rows, 0.95), 300);
  report('first rows after Enter, median', percentile(rows, 0.5), 300);
  report('bars and values after Enter, p95', percentile(counts, 0.95), 1000);
  report('bars and values after Enter, median', percentile(counts, 0.5), 1000);
}

function countText(page: Page): Promise<string> {
  return page.locator('section[aria-label="Volume"] p').first().innerText();
}

async function countsOf(page: Page, before: string): Promise<void> {
  await page.waitForFunction((text) => {
    const now = document.querySelector('section[aria-label="Volume"] p')?.textContent ?? '';
    const aside = document.querySelector('aside[aria-label="Values"]');
    return now !== text && now !== 'Counting' && aside?.getAttribute('aria-busy') === 'false';
  }, before);
}

async function scroll(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/entries?range=all`);
  await page.locator('a[data-entry]').first().waitFor();
  await countsOf(page, '');
  const frames = await page.evaluate(async (wanted) => {
    const deltas: number[] = [];
    let last = performance.now();
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const until = last + 240_000;
    for (let reached = 0; reached < wanted && last < until; ) {
      window.scrollBy(0, 2000);
      const now = await frame();
      deltas.push(now - last);
      last = now;
      const rows = document.querySelectorAll('tbody tr[aria-rowindex]');
      reached = Number(rows[rows.length - 1]?.getAttribute('aria-rowindex') ?? 0);
      if (reached >= wanted) return { deltas, reached };
    }
    return { deltas, reached: -1 };
  }, rowsWanted);
  if (frames.reached === -1) failed = true;
  const slow = frames.deltas.filter((delta) => delta > 100).length;
  console.log(
    `scrolled to row ${frames.reached}: ${frames.deltas.length} frames, ${slow} over 100 ms`,
  );
  report('longest frame while scrolling', Math.max(...frames.deltas), 100);
}

async function pages(page: Page): Promise<void> {
  // The first visit loads the page itself, and is not counted: the budget is for the answer.
  for (const [name, paths] of [
    ['Person', [...people].map((id) => `/people/user/${id}`)],
    ['Resource', [...resources].map((id) => `/resources/${id}`)],
  ] as const) {
    const times: number[] = [];
    for (const path of paths) {
      await go(page, '/views');
      await page.getByRole('heading', { name: 'Views', level: 1 }).waitFor();
      const start = performance.now();
      await go(page, path);
      await page.waitForFunction(() => {
        const cards = document.querySelectorAll('main section');
        const waiting = 'main [aria-hidden="true"] > span:empty, main [aria-busy="true"]';
        return cards.length >= 3 && document.querySelector(waiting) === null;
      });
      times.push(performance.now() - start);
    }
    console.log(`${name}: ${times.map((time) => time.toFixed(0)).join(', ')} ms`);
    report(`${name} page, median`, percentile(times.slice(1), 0.5), 500);
  }
}

async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

function percentile(times: readonly number[], share: number): number {
  const ascending = times.toSorted((a, b) => a - b);
  return ascending[Math.min(ascending.length - 1, Math.ceil(share * ascending.length) - 1)] ?? 0;
}

function report(what: string, ms: number, budgetMs: number): void {
  const fits = ms <= budgetMs;
  failed ||= !fits;
  console.log(`${what}: ${ms.toFixed(0)} ms (budget ${budgetMs})${fits ? '' : ' OVER'}`);
}
