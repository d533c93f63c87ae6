import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { afterwards } from '../afterwards.ts';

// Inside the workspace, so that the apps find express and fastify as an installed app would.
const root = fileURLToPath(new URL('../../.whodid/', import.meta.url));

/** A directory for the files of one app, gone after the test. */
export function appDirectory(t: TestContext, files: { readonly [name: string]: string }): string {
  mkdirSync(root, { recursive: true });
  const directory = mkdtempSync(join(root, 'app-'));
  afterwards(t, () => rmSync(directory, { recursive: true, maxRetries: 3 }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
