import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ListedRoute } from '@whodid/capture/routes';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failure.ts';

/** What the process that has imported an app says. */
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
 * @throws Failure if there is no app, or it cannot be imported.
 */
export async function askApp(
  file: string,
  exported: string | undefined,
  cwd: string,
): Promise<readonly ListedRoute[]> {
  const here = import.meta.url;
  const extension = here.slice(here.lastIndexOf('.'));
  const entry = fileURLToPath(new URL(`./list-in-app${extension}`, here));
  const child = fork(entry, exported === undefined ? [file] : [file, exported], {
    cwd,
    // In a checkout the packages run from source.
    execArgv: extension === '.ts' ? ['--conditions=whodid-source', '--no-warnings'] : [],
    stdio: ['ignore', 2, 2, 'ipc'],
    timeout: longestMs,
  });
  let answer: AppAnswer | undefined;
  child.on('message', (message) => {
    answer = message as AppAnswer;
  });
  await once(child, 'exit');
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
