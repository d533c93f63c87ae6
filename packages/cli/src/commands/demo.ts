import { join } from 'node:path';
import type { Collector } from '@whodid/collector';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { dataDirectory } from '../reach/find-collector.ts';
import { numberOf, textOf } from '../read-flags.ts';
import { whenStopped } from '../stopped.ts';
import { timesIn } from '../terminal/measures.ts';
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
    const ports = { min: 0, max: 65_535 };
    const port = { name: '--port', text: textOf(options, 'port') };
    const shopPort = { name: '--shop-port', text: textOf(options, 'shopPort') };
    const named = textOf(options, 'dataDir') !== undefined;
    const dataDir = named ? dataDirectory(options, io) : join(dataDirectory(options, io), 'demo');
    const files = shopFiles();
    const collector = await startCollector(
      {
        command: 'whodid demo',
        port: numberOf(port, { fallback: 4747, ...ports }),
        host: '127.0.0.1',
        dataDir,
      },
      io,
    );
    try {
      const settings = { files, port: numberOf(shopPort, { fallback: 4748, ...ports }), dataDir };
      return await show(collector, settings, paintFor(io, 'stderr', options.color), io);
    } finally {
      await stopCollector(collector, io);
    }
  },
};

async function show(
  collector: Collector,
  settings: {
    readonly files: { readonly shop: string; readonly traffic: string };
    readonly port: number;
    readonly dataDir: string;
  },
  paint: Paint,
  io: Io,
): Promise<number> {
  const { Announcer } = await import('../serve/announcer.ts');
  const { DemoShop } = await import('../demo/demo-shop.ts');
  const { withIngestKey } = await import('../serve/ingest-key.ts');
  const { url, localKey } = collector;
  const style = { paint, times: timesIn(undefined), withDate: false, withId: false };
  const announcer = new Announcer(io, {
    address: { url, key: localKey },
    style: { ...style, width: io.tty.stderr ? io.columns : undefined },
    limit: linesShown,
    afterLimit: '  … and so on: open the link above, or follow here with whodid tail',
  });
  await announcer.start();
  try {
    return await withIngestKey(collector, 'whodid demo', async (key) => {
      const shop = await DemoShop.open({ ...settings, collector: { url, key } }, io);
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
