import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Scratch } from '../ship/scratch.ts';
import { type ScriptRun, startScript } from '../ship/start-script.ts';

const app = fileURLToPath(new URL('./fixtures/app.ts', import.meta.url));

/** Starts the fixture app, with its directories and what `env` adds. It ends with the test. */
export function startApp(context: TestContext, places: Scratch, env: NodeJS.ProcessEnv): ScriptRun {
  return startScript(context, app, places, env);
}

/** The numbers for which `record` returned, as `name number`. */
export function acknowledged({ root }: Scratch): readonly string[] {
  const path = join(root, 'acks');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}
