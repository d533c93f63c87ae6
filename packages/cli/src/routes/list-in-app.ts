// Runs in a process of its own: it imports the app, which may start servers or end the process.
import { pathToFileURL } from 'node:url';
import { listRoutes } from '@whodid/capture/routes';
import type { AppAnswer, AppMessage } from './ask-app.ts';

const [file = '', wanted] = process.argv.slice(2);

answer(await routesOf());

async function routesOf(): Promise<AppAnswer> {
  try {
    const module = (await import(pathToFileURL(file).href)) as { readonly [name: string]: unknown };
    for (const name of wanted === undefined ? ['default', 'app', 'server'] : [wanted]) {
      const routes = await listRoutes(await module[name]);
      if (routes !== null) return { routes };
    }
    return { exports: Object.keys(module) };
  } catch (error) {
    return { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

function answer(whodidRoutes: AppAnswer): void {
  const message: AppMessage = { whodidRoutes };
  process.send?.(message, () => process.exit());
}
