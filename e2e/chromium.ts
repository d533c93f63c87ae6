import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumProgram } from '../tools/needed-programs.ts';

/** Starts Chromium without a window. Whoever calls this closes it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumProgram.path,
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
