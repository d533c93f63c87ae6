import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Ask } from '../../src/init/ask.ts';
import { openProject } from '../../src/init/project/project-files.ts';
import { runInit } from '../../src/init/run-init.ts';
import { runCommandLine } from '../../src/run-command-line.ts';
import { afterwards } from '../afterwards.ts';
import { fakeIo } from '../fake-io.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A directory of this test's own with files in it. Packages are not installed there. */
export function project(
  t: TestContext,
  files: { readonly [path: string]: string | Buffer },
): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'whodid-project-')));
  afterwards(t, () => rmSync(directory, { recursive: true, maxRetries: 3 }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}

/** `whodid init` with flags, without a terminal. */
export async function init(
  directory: string,
  flags: readonly string[] = ['--yes', '--no-install'],
  env: { readonly [name: string]: string } = { PATH: process.env.PATH ?? '' },
): Promise<Ran> {
  const { io, stdout, stderr } = fakeIo({ cwd: directory, env });
  const code = await runCommandLine(['init', ...flags], io);
  return { code, stdout: stdout(), stderr: stderr() };
}

/** The same with somebody to ask, without a collector to look for. */
export async function initAsking(directory: string, ask: Ask): Promise<Ran> {
  const { io, stdout, stderr } = fakeIo({ cwd: directory });
  const code = await runInit(openProject(directory), { options: { install: false }, ask }, io);
  return { code, stdout: stdout(), stderr: stderr() };
}

/** `package.json` of an ESM project with dependencies. */
export function manifest(
  dependencies: { readonly [name: string]: string },
  more: object = {},
): string {
  return `${JSON.stringify({ name: 'shop', type: 'module', ...more, dependencies }, null, 2)}\n`;
}

export const expressApp = `import express from 'express';

const app = express();
app.get('/', (request, response) => void response.json({}));
app.listen(3000);
`;
