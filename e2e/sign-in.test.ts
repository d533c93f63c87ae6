// Signing in as people do: the real collector, a real browser.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startScene } from '../packages/collector/test/access/oidc/start-provider.ts';
import { chromiumProgram, leftOutWithout } from '../tools/needed-programs.ts';
import { assertAccessible } from './accessible.ts';
import { buildPages } from './build-pages.ts';
import { artifact, type Complaints, collectComplaints, launchChromium } from './chromium.ts';
import { type ShopLog, startShopLog } from './start-shop-log.ts';

const waitMs = 20_000;
const password = 'correct horse battery staple';

describe('signing in', { skip: leftOutWithout(chromiumProgram), timeout: 170_000 }, () => {
  let browser: Browser;
  let log: ShopLog;
  let context: BrowserContext;
  let page: Page;
  let complaints: Complaints;

  before(async () => {
    buildPages();
    [browser, log] = await Promise.all([launchChromium(), startShopLog()]);
    await log.post([{ action: 'order.place', targets: [{ type: 'order', id: '1042' }] }]);
    await makeUser('ada');
  });

  after(async () => {
    await browser?.close();
    await log?.close();
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(waitMs);
    page = await context.newPage();
    complaints = await collectComplaints(page);
  });

  afterEach(async () => {
    await context.close();
    assert.deepEqual(complaints.list, []);
  });

  async function makeUser(name: string): Promise<void> {
    const answer = await fetch(`${log.url}/v1/users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${log.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name, role: 'viewer', password }),
    });
    assert.equal(answer.status, 201);
  }

  async function shoot(name: string): Promise<void> {
    await page.screenshot({ path: artifact(`${name}.png`), animations: 'disabled' });
  }

  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('name') ?? null);

  test('one signs in with the keyboard alone, and goes on where one wanted to', async () => {
    const [id] = await log.post([{ action: 'order.ship', targets: [{ type: 'order', id: '7' }] }]);
    const deep = `${log.url}/entries/${id}?q=action:order.ship`;
    await page.goto(deep);
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
    await page.getByLabel('Name').waitFor();
    assert.equal(await focused(), 'name');
    await assertAccessible(page, 'sign-in page');
    await shoot('sign-in-light');

    await page.keyboard.type('Ada');
    await page.keyboard.press('Tab');
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    assert.equal(await alert.innerText(), 'The name or the password is wrong.');
    assert.equal(await focused(), 'password');
    await assertAccessible(page, 'wrong password');
    await shoot('sign-in-wrong-light');

    // It is selected, so typing replaces it.
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog')
      .getByRole('heading', { name: /shipped order/ })
      .waitFor();
    assert.equal(page.url(), deep);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Account: ada' }).click();
    await shoot('account-menu-ada-light');
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    await page.reload();
    await page.getByLabel('Password').waitFor();
  });

  test('the sign-in page leads to a place of ours, and never elsewhere', async () => {
    const signIn = async (to: string): Promise<URL> => {
      await context.clearCookies();
      await page.goto(`${log.url}/sign-in?to=${encodeURIComponent(to)}`);
      await page.getByLabel('Name').fill('ada');
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL((url) => url.pathname !== '/sign-in');
      return new URL(page.url());
    };
    const place = await signIn('/entries?q=order');
    assert.equal(place.href, `${log.url}/entries?q=order`);
    const safe = await signIn('//evil.example/entries');
    assert.equal(safe.href, `${log.url}/`);
  });

  test('nothing of who was here before is shown to who comes next', async () => {
    await page.goto(log.signInLink());
    await page.goto(`${log.url}/entries`);
    await page.locator('a[data-entry]').first().waitFor();
    await page.getByRole('button', { name: 'Account: sign-in link' }).waitFor();
    await context.clearCookies();
    await page.getByRole('button', { name: 'Load again' }).click();
    await page.getByLabel('Name').fill('ada');
    assert.equal(await page.locator('a[data-entry]').count(), 0);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Account: ada' }).waitFor();
  });

  test('one signs in at an identity provider on another site, and goes on where one wanted to', async (t) => {
    // The pages are at 127.0.0.1: for a browser that is another site than localhost.
    const scene = await startScene(t, { providerName: 'localhost' });
    scene.people.ada = { whodid_role: 'viewer', preferred_username: 'Ada' };
    const { url } = scene.started.collector;
    await page.goto(`${url}/entries?q=order`);
    const way = page.getByRole('link', { name: 'Sign in with Example SSO' });
    await way.waitFor();
    assert.equal(await page.getByLabel('Password').count(), 0, 'nobody has one');
    await assertAccessible(page, 'with a provider');
    await shoot('sign-in-oidc-light');
    await way.click();
    await page.waitForURL(`${scene.issuer}/interaction/**`);
    await page.locator('input[name="login"]').fill('ada');
    await page.locator('input[name="password"]').fill('any');
    await page.locator('button[type="submit"]').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${url}/entries?q=order`);
    await page.getByRole('button', { name: 'Account: ada' }).waitFor();
    // What stands in the address of a sign-in that failed leads back.
    await page.goto(`${url}/auth/oidc/callback?code=a&state=b`);
    await page.getByRole('heading', { name: 'This sign-in is not under way' }).waitFor();
    await assertAccessible(page, 'failed sign-in');
    await page.getByRole('link', { name: 'Back to signing in' }).click();
    await way.waitFor();
    // What the pages of the provider complain about is not ours.
    complaints.list.splice(0, Number.POSITIVE_INFINITY);
  });

  test('in the dark and on a phone it is as good, and a collector that is away is named', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${log.url}/entries`);
    await page.getByText('Do you run the machine').click();
    await page.getByText('whodid link').waitFor();
    await assertAccessible(page, 'sign-in page in the dark');
    await shoot('sign-in-phone-dark');
    const isScrolled = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    assert.equal(isScrolled, false);
    await page.route('**/v1/session', (route) => route.abort());
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The collector does not answer.').waitFor();
    await page.route('**/v1/session/ways', (route) => route.abort());
    await page.reload();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.unroute('**/v1/session/ways');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('Name').waitFor();
  });
});
