import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Child } from '../child/child.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import type { Address } from '../reach/find-collector.ts';
import { isPortFree } from '../serve/port-free.ts';
import { portInUse } from '../serve/start-collector.ts';
import { leaveWithParent } from './leave-with-parent.ts';
import type { ShopFiles } from './shop-files.ts';

export interface DemoSettings {
  readonly files: ShopFiles;
  readonly port: number;
  /** For the shop's own database and its spool. */
  readonly dataDir: string;
}

const openingMs = 15_000;
const graceMs = 4000;

/** The example shop and the people in it: two processes, which never outlive this one. */
export class DemoShop {
  readonly url: string;
  readonly #port: number;
  readonly #children: Child[] = [];

  private constructor(port: number) {
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Opens the shop and lets people in. */
  static async open(settings: DemoSettings, collector: Address, io: Io): Promise<DemoShop> {
    const { port, files } = settings;
    if (!(await isPortFree(port))) {
      throw await portInUse(port, `whodid demo --shop-port ${port + 1}`, '127.0.0.1');
    }
    const shop = new DemoShop(port);
    io.atOnce.addEventListener('abort', () => shop.#kill(), { once: true });
    try {
      await shop.#start(files.shop, shopEnvironment(settings, collector, io));
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
    const child = await Child.start({
      command: process.execPath,
      args: ['--conditions=whodid-source', `--import=${leaveWithParent}`, file],
      cwd: process.cwd(),
      env: { ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      ownGroup: true,
    });
    this.#children.push(child);
  }

  async #answers(io: Io): Promise<void> {
    const deadline = Date.now() + openingMs;
    while (!(await answers(this.#port))) {
      io.stop.throwIfAborted();
      if (this.#children.some((child) => child.ended) || Date.now() > deadline) {
        throw new Failure(exitCodes.failed, 'The shop did not open; it says why above');
      }
      await wait(100);
    }
  }
}

function shopEnvironment(
  { port, dataDir }: DemoSettings,
  { url, key }: Address,
  io: Io,
): Io['env'] {
  return {
    ...io.env,
    HOST: '127.0.0.1',
    PORT: String(port),
    SHOP_DATA_DIR: `${dataDir}/shop`,
    WHODID_URL: url,
    WHODID_KEY: key,
    WHODID_SERVICE: 'shop',
    WHODID_SPOOL_DIR: `${dataDir}/spool`,
  };
}

// Not by a request: the first line of the demo would be ours.
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
