import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ListedRoute } from '@whodid/capture/routes';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failure.ts';

/** How the process that has imported an app says it: the app may have something to say, too. */
export interface AppMessage {
  readonly whodidRoutes: AppAnswer;
}

/** What it says. */
export type AppAnswer =
  | { readonly routes: readonly ListedRoute[] }
  /** Nothing in it was an app. */
  | { readonly exports: readonly string[] }
  /** It could not be imported. */
  | { readonly error: string };

const longestMs = 30_000;

/**
 * Imports a module in a process of its own and asks the app in it for its routes. What the app prints
 * goes to stderr.
 *
 * @param exported - name of the export; without one `default`, `app` and `server` are tried.
 * @param waitMs - how long that may take, all in all.
 * @throws Failure if there is no app, or it cannot be imported.
 */
export async function askApp(
  file: string,
  exported: string | undefined,
  cwd: string,
  waitMs: number = longestMs,
): Promise<readonly ListedRoute[]> {
  const here = import.meta.url;
  const extension = here.slice(here.lastIndexOf('.'));
  const entry = fileURLToPath(new URL(`./list-in-app${extension}`, here));
  const child = fork(entry, exported === undefined ? [file] : [file, exported], {
    cwd,
    // In a checkout the packages run from source.
    execArgv: extension === '.ts' ? ['--conditions=whodid-source', '--no-warnings'] : [],
    stdio: ['ignore', 2, 2, 'ipc'],
    timeout: waitMs,
    // An app may take SIGTERM for the beginning of its end.
    killSignal: 'SIGKILL',
  });
  let answer: AppAnswer | undefined;
  child.on('message', (message: Partial<AppMessage> | null) => {
    answer = message?.whodidRoutes ?? answer;
  });
  await once(child, 'exit');
  if (answer === undefined && child.killed) {
    throw new Failure(exitCodes.failed, `${file} was not ready within ${waitMs / 1000} s`);
  }
  return routesIn(file, answer);
}

function routesIn(file: string, answer: AppAnswer | undefined): readonly ListedRoute[] {
  if (answer === undefined) {
    throw new Failure(exitCodes.failed, `${file} ended before it could be asked for its routes`);
  }
  if ('error' in answer)
    throw new Failure(exitCodes.failed, `${file} cannot be run: ${answer.error}`);
  if ('routes' in answer) return answer.routes;
  const found = answer.exports.length === 0 ? 'nothing' : answer.exports.join(', ');
  throw usageFailure(
    `${file} exports no app that we know`,
    `export the app of Express, Fastify, NestJS, Koa or Hono and name it: --export NAME (it has ${found})`,
  );
}
