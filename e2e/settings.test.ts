// The Settings pages as an admin uses them, and what somebody sees who is none.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { artifact, type Complaints, collectComplaints, launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';
import { openVisitor, shown } from './visitor.ts';

const waitMs = 10_000;
const password = 'correct horse battery staple';
const otherPassword = 'wrong mule charger paperclip';

describe('settings pages', { skip: leftOutWithout(chromiumProgram), timeout: 170_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  let context: BrowserContext;
  let page: Page;
  let complaints: Complaints;

  before(async () => {
    buildPages();
    const redact = { maskKeys: ['national id'], unsafe: { keepKeys: ['pin'] } };
    [browser, log] = await Promise.all([launchChromium(), startShopLog({ redact })]);
    await log.makeUser('root', 'admin', password);
    await log.makeUser('ada', 'viewer', password);
  });

  after(async () => {
    await browser?.close();
    await log?.close();
  });

  afterEach(async () => {
    await context.close();
    assert.deepEqual(complaints.list, []);
  });

  async function openAs(name: string, path: string): Promise<void> {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    context.setDefaultTimeout(waitMs);
    page = await context.newPage();
    complaints = await collectComplaints(page);
    await signIn(name, password, path);
  }

  async function signIn(name: string, with_: string, path: string): Promise<void> {
    await page.goto(`${log.url}${path}`);
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(with_);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: `Account: ${name}` }).waitFor();
    await shown(page);
  }

  async function inBothColours(what: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await assertAccessible(page, `${what}, ${colorScheme}`);
      const path = artifact(`settings-${what}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true, animations: 'disabled' });
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }

  test('what the collector was started with is told, and so is its redaction', async () => {
    await openAs('root', '/settings');
    await page.getByRole('heading', { name: 'Signing in' }).waitFor();
    await inBothColours('collector');
    await page.getByRole('link', { name: 'Redaction' }).click();
    await page.getByText('national id').waitFor();
    const kept = page.getByRole('region', { name: 'Kept although it is secret' });
    assert.match(await kept.innerText(), /pin/);
    await inBothColours('redaction');
  });

  test('a key is made with the keyboard, shown once, works, and is revoked after a question', async () => {
    await openAs('root', '/settings/keys');
    await page.getByText('There is no key yet').waitFor();
    await inBothColours('keys-none');
    await page.getByLabel('Name').focus();
    await page.keyboard.type('shop-api');
    await page.keyboard.press('Enter');
    const secret = page.getByRole('region', { name: 'The key shop-api' });
    await secret.waitFor();
    const key = await secret.locator('code').first().innerText();
    assert.match(key, /^whd_/);
    await inBothColours('key-made');
    assert.equal(await post(key), 200);
    await secret.getByRole('button', { name: 'I have it' }).click();
    await secret.waitFor({ state: 'detached' });
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...sessionStorage }, document.body.innerHTML]),
    );
    assert.ok(!kept.includes(key), 'the key is nowhere any more');

    const row = page.getByRole('row', { name: /shop-api/ });
    await row.getByRole('button', { name: 'Revoke shop-api' }).press('Enter');
    // The answer that changes nothing has the focus.
    assert.equal(await focused(), 'No');
    await page.keyboard.press('Enter');
    assert.equal(await focused(), 'Revoke');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Yes, revoke' }).click();
    await row.getByText('revoked').waitFor();
    assert.equal(await post(key), 401);
  });

  test('a key that cannot be is refused with the reason, and what was typed stays', async () => {
    await openAs('root', '/settings/keys');
    await page.getByLabel('Name').fill('two words of it');
    await page.getByRole('checkbox', { name: /^ingest/ }).uncheck();
    await page.getByRole('button', { name: 'Make key' }).click();
    const alert = page.getByRole('alert');
    assert.match(await alert.innerText(), /at least one scope/);
    await page.reload();
    await shown(page);
    assert.equal(await page.getByLabel('Name').inputValue(), 'two words of it');
  });

  test('a user is made, changed and disabled, and nobody changes oneself', async () => {
    await openAs('root', '/settings/users');
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });
    assert.match(await row('root').innerText(), /you$/);
    await page.getByLabel('Name').fill('grace');
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: 'Make user' }).click();
    assert.match(await page.getByRole('alert').innerText(), /12 to 256 characters/);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Make user' }).click();
    await page.getByText('grace can sign in now.').waitFor();
    await row('grace').getByText('viewer').waitFor();
    await inBothColours('users');

    await page.getByRole('button', { name: 'Change grace' }).click();
    await page.getByRole('radio', { name: /^auditor/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await row('grace').getByText('auditor').waitFor();
    await page.getByRole('button', { name: 'Disable grace' }).click();
    await page.getByRole('button', { name: 'Yes, disable' }).click();
    await row('grace').getByText('disabled').waitFor();
    await page.getByText('grace is disabled.').waitFor();
  });

  test('who looked is listed for those who may see it', async () => {
    await openAs('root', '/entries?q=action:order');
    await page.goto(`${log.url}/settings/looks`);
    await page
      .getByRole('row', { name: /root.*a list: action:order/ })
      .first()
      .waitFor();
    await inBothColours('looks');
  });

  test('one changes the own password, and the old one is no good any more', async () => {
    await openAs('ada', '/settings/password');
    await page.getByLabel('Old password').fill('not the password');
    await page.getByLabel('New password').fill(otherPassword);
    await page.keyboard.press('Enter');
    assert.match(await page.getByRole('alert').innerText(), /The old password is wrong/);
    await page.getByLabel('Old password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByText('Your password is changed.').waitFor();
    await inBothColours('password');
    await context.clearCookies();
    await signIn('ada', otherPassword, '/settings');
  });

  test('who is no admin is not offered what admins do, and a link to it says what it needs', async () => {
    await log.makeUser('eve', 'viewer', password);
    await openAs('eve', '/settings');
    const tabs = page.getByRole('navigation', { name: 'Settings' });
    await tabs.getByRole('link', { name: 'Collector' }).waitFor();
    assert.deepEqual(await tabs.getByRole('link').allInnerTexts(), [
      'Collector',
      'Redaction',
      'Password',
    ]);
    await page.goto(`${log.url}/settings/keys`);
    await page.getByRole('heading', { name: 'You cannot use this page' }).waitFor();
    await assertAccessible(page, 'refused');
  });

  test('on a phone nothing is wider than the screen, and a collector that is away is named', async () => {
    const visitor = await openVisitor(browser, log, {
      viewport: { width: 360, height: 740 },
    });
    ({ context, page, complaints } = visitor);
    for (const path of ['/settings', '/settings/redaction', '/settings/looks', '/settings/keys']) {
      await visitor.visit(path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 360, `${path} is ${width} wide`);
    }
    await page.route('**/v1/settings', (route) => route.abort());
    await visitor.visit('/settings');
    await page.getByText('The collector does not answer').waitFor();
    await page.unroute('**/v1/settings');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Signing in' }).waitFor();
  });

  const focused = (): Promise<string | undefined> =>
    page.evaluate(() => document.activeElement?.textContent ?? undefined);

  async function post(key: string): Promise<number> {
    const answer = await fetch(`${log.url}/v1/entries`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify([{ action: 'order.place' }]),
    });
    return answer.status;
  }
});
