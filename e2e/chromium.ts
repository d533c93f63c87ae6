import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/**
 * Why tests in a browser are left out on this machine; `false` if they run.
 *
 * @throws Error under `CI=true`, where leaving out is a failure.
 */
export function browserMissing(): string | false {
  if (existsSync(executablePath)) return false;
  const reason = `no ${executablePath}: the dashboard is NOT tested`;
  if (process.env.CI === 'true') throw new Error(reason);
  console.error(`LEFT OUT: ${reason}`);
  return reason;
}

/** Starts Chromium without a window. Whoever calls this closes it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Where pictures go. The directory keeps nothing under version control. */
export function artifact(name: string): string {
  return fileURLToPath(new URL(`./artifacts/${name}`, import.meta.url));
}

/** What a page complained about, except for answers that a test provokes. */
export interface Complaints {
  /** Errors, and violations of the content policy. */
  readonly list: string[];
}

/** Collects what goes wrong in a page from now on. */
export async function collectComplaints(page: Page): Promise<Complaints> {
  const list: string[] = [];
  page.on('pageerror', ({ message }) => list.push(`error: ${message}`));
  page.on('console', (message) => {
    const text = message.text();
    const isAnswer = text.startsWith('Failed to load resource');
    if ((message.type() === 'error' || message.type() === 'warning') && !isAnswer) list.push(text);
  });
  await page.exposeFunction('complain', (text: string) => list.push(text));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const { complain } = globalThis as unknown as { complain: (text: string) => void };
      complain(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { list };
}
