import { join } from 'node:path';
import type { Collector } from '@whodid/collector';
import type { Command, Typed } from '../command.ts';
import type { DemoSettings } from '../demo/demo-shop.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { dataDirectory } from '../reach/find-collector.ts';
import { numberOf, textOf } from '../read-flags.ts';
import { whenStopped } from '../stopped.ts';
import { type Paint, paintFor } from '../terminal/paint.ts';

const linesShown = 12;

/** `whodid demo`: the example shop with people in it, and the collector that watches. */
export const demo: Command = {
  flags: [
    { flags: '--port <n>', about: 'for the collector and its pages (default 4747)' },
    { flags: '--shop-port <n>', about: 'for the shop (default 4748)' },
    { flags: '--data-dir <dir>', about: 'where all of it is kept (default ./.whodid/demo)' },
  ],
  examples: ['whodid demo', 'whodid demo --port 5747 --shop-port 5748'],

  async run({ options }, io) {
    const { shopFiles } = await import('../demo/shop-files.ts');
    const { startCollector } = await import('../serve/start-collector.ts');
    const { stopCollector } = await import('../serve/stop-collector.ts');
    const dataDir = demoDirectory(options, io);
    const shopPort = { name: '--shop-port', text: textOf(options, 'shopPort') };
    const shop = { files: shopFiles(), dataDir, port: portOf(shopPort, 4748, 1) };
    const port = portOf({ name: '--port', text: textOf(options, 'port') }, 4747, 0);
    const collector = await startCollector(
      { command: 'whodid demo', port, host: '127.0.0.1', dataDir },
      io,
    );
    try {
      return await show(collector, shop, paintFor(io, 'stderr', options.color), io);
    } finally {
      await stopCollector(collector, io);
    }
  },
};

async function show(
  collector: Collector,
  settings: DemoSettings,
  paint: Paint,
  io: Io,
): Promise<number> {
  const { Announcer } = await import('../serve/announcer.ts');
  const { DemoShop } = await import('../demo/demo-shop.ts');
  const { withIngestKey } = await import('../serve/ingest-key.ts');
  const then = '  … and so on: open the link above, or follow here with whodid tail';
  const announcer = await Announcer.start(collector, io, {
    paint,
    only: { count: linesShown, then },
  });
  try {
    return await withIngestKey(collector, 'whodid demo', async (key) => {
      const shop = await DemoShop.open(settings, { url: collector.url, key }, io);
      try {
        greet(collector, shop.url, paint, io);
        return await untilStopped(shop.broken(), io);
      } finally {
        await shop.close();
      }
    });
  } finally {
    await announcer.close();
  }
}

async function untilStopped(broken: Promise<void>, io: Io): Promise<number> {
  const asked = await Promise.race([broken.then(() => null), whenStopped(io.stop)]);
  if (asked === null && !io.stop.aborted) {
    throw new Failure(exitCodes.failed, 'The shop has ended; it says why above');
  }
  io.err('Closing the shop\n');
  return exitCodes.ok;
}

function greet(collector: Collector, shopUrl: string, paint: Paint, io: Io): void {
  io.err(
    [
      '',
      `  ${paint('bold', 'A shop with people in it, and everything they do.')}  Ctrl-C ends it all.`,
      '',
      `  dashboard  ${paint('cyan', collector.signInLink())}`,
      '             opens once, within ten minutes; whodid link makes another',
      `  shop       ${shopUrl}`,
      '',
      '',
    ].join('\n'),
  );
}

function demoDirectory(options: Typed['options'], io: Io): string {
  const directory = dataDirectory(options, io);
  return textOf(options, 'dataDir') === undefined ? join(directory, 'demo') : directory;
}

function portOf(
  flag: { readonly name: string; readonly text: string | undefined },
  fallback: number,
  min: 0 | 1,
): number {
  return numberOf(flag, { fallback, min, max: 65_535 });
}
