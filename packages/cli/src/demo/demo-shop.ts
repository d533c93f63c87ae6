import { setTimeout as wait } from 'node:timers/promises';
import { Child } from '../child/child.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { isPortFree } from '../serve/port-free.ts';
import { portInUse } from '../serve/start-collector.ts';
import type { ShopFiles } from './shop-files.ts';

export interface DemoShopOptions {
  readonly files: ShopFiles;
  readonly port: number;
  /** For the shop's own database and its spool. */
  readonly dataDir: string;
  readonly collector: { readonly url: string; readonly key: string };
}

const openingMs = 15_000;
const graceMs = 4000;

/** The example shop and the people in it: two processes, which never outlive this one. */
export class DemoShop {
  readonly url: string;
  readonly #children: Child[] = [];

  private constructor(port: number) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Opens the shop and lets people in. */
  static async open(options: DemoShopOptions, io: Io): Promise<DemoShop> {
    const { port, files } = options;
    if (!(await isPortFree(port))) {
      throw await portInUse(port, `whodid demo --shop-port ${port + 1}`, '127.0.0.1');
    }
    const shop = new DemoShop(port);
    io.atOnce.addEventListener('abort', () => shop.#kill(), { once: true });
    try {
      await shop.#start(files.shop, shopEnvironment(options, io));
      await shop.#answers(io);
      await shop.#start(files.traffic, { ...io.env, SHOP_URL: shop.url });
      return shop;
    } catch (error) {
      await shop.close();
      throw error;
    }
  }

  /** Resolves when one of the processes has ended by itself, which it should not. */
  async broken(): Promise<void> {
    await Promise.race(this.#children.map((child) => child.exited));
  }

  /** Sends the people home, then closes the shop, which delivers what it has recorded. */
  async close(): Promise<void> {
    for (const child of this.#children.toReversed()) await child.stop('SIGTERM', graceMs);
  }

  #kill(): void {
    for (const child of this.#children) child.signal('SIGKILL');
  }

  async #start(file: string, env: Io['env']): Promise<void> {
    const leave = new URL('./leave-with-parent.ts', import.meta.url).href;
    const child = await Child.start({
      command: process.execPath,
      args: ['--conditions=whodid-source', `--import=${leave}`, file],
      cwd: process.cwd(),
      env: { ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      ownGroup: true,
    });
    this.#children.push(child);
  }

  async #answers(io: Io): Promise<void> {
    const deadline = Date.now() + openingMs;
    while (!(await answers(this.url))) {
      io.stop.throwIfAborted();
      if (this.#children.some((child) => child.ended) || Date.now() > deadline) {
        throw new Failure(exitCodes.failed, 'The shop did not open; it says why above');
      }
      await wait(100);
    }
  }
}

function shopEnvironment({ port, dataDir, collector }: DemoShopOptions, io: Io): Io['env'] {
  return {
    ...io.env,
    HOST: '127.0.0.1',
    PORT: String(port),
    SHOP_DATA_DIR: `${dataDir}/shop`,
    WHODID_URL: collector.url,
    WHODID_KEY: collector.key,
    WHODID_SERVICE: 'shop',
    WHODID_SPOOL_DIR: `${dataDir}/spool`,
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
