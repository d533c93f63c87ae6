import { relative } from 'node:path';
import type { Collector } from '@whodid/collector';
import type { Command, Typed } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { dataDirectory } from '../reach/find-collector.ts';
import { flagOrEnv, numberOf, textOf } from '../read-flags.ts';
import { whenStopped } from '../stopped.ts';
import { type Paint, paintFor } from '../terminal/paint.ts';
import { version } from '../version.ts';

const quietMs = 60_000;

/** `whodid dev`: collector, pages, and the user's app with capture switched on. */
export const dev: Command = {
  operands: '[command...]',
  passThrough: true,
  flags: [
    { flags: '--port <n>', about: 'WHODID_PORT; 0 for any (default 4747)' },
    { flags: '--data-dir <dir>', about: 'WHODID_DATA_DIR (default ./.whodid)' },
    { flags: '--history <file>', about: 'JSON with limit, hidden routes ... of the histories' },
    { flags: '--labels <file>', about: 'what histories call each route; see whodid routes' },
  ],
  examples: [
    'whodid dev -- npm run dev',
    'whodid dev -- node app.js',
    'whodid dev --port 4800 -- node --watch src/server.ts',
  ],

  async run({ args, options }, io) {
    const { startCollector } = await import('../serve/start-collector.ts');
    const { historyIn } = await import('../serve/options-file.ts');
    const { stopCollector } = await import('../serve/stop-collector.ts');
    const port = flagOrEnv(
      { name: '--port', text: textOf(options, 'port') },
      'WHODID_PORT',
      io.env,
    );
    const dataDir = dataDirectory(options, io);
    const collector = await startCollector(
      {
        command: 'whodid dev',
        port: numberOf(port, { fallback: 4747, min: 0, max: 65_535 }),
        host: '127.0.0.1',
        dataDir,
        history: historyIn(options, io),
      },
      io,
    );
    try {
      return await watch(collector, args, { dataDir, options }, io);
    } finally {
      await stopCollector(collector, io);
    }
  },
};

async function watch(
  collector: Collector,
  args: readonly string[],
  { dataDir, options }: { readonly dataDir: string; readonly options: Typed['options'] },
  io: Io,
): Promise<number> {
  const { Announcer } = await import('../serve/announcer.ts');
  const { withIngestKey } = await import('../serve/ingest-key.ts');
  const paint = paintFor(io, 'stderr', options.color);
  const announcer = await Announcer.start(collector, io, { paint });
  const quiet = setTimeout(() => warnOfSilence(announcer.count, paint, io), quietMs);
  try {
    greet(collector, dataDir, paint, io);
    return await withIngestKey(collector, 'whodid dev', async (key) => {
      if (args.length === 0) return await withoutApp(io);
      return await withApp(args, { url: collector.url, key, dataDir }, paint, io);
    });
  } finally {
    clearTimeout(quiet);
    await announcer.close();
  }
}

async function withApp(
  args: readonly string[],
  collector: { readonly url: string; readonly key: string; readonly dataDir: string },
  paint: Paint,
  io: Io,
): Promise<number> {
  const { appEnvironment } = await import('../dev/app-environment.ts');
  const { runApp } = await import('../dev/run-app.ts');
  const { env, runtime, trouble } = appEnvironment(args[0] ?? '', collector, io);
  if (trouble !== null) {
    io.err(`  ${paint('yellow', '⚠')} ${trouble.what}\n    → ${trouble.fix}\n\n`);
  } else {
    io.err(`  ${paint('green', '✔')} capture    ${runtime} · no code change, via --import\n\n`);
    io.err('  ◌ waiting for the first request to your app …\n');
  }
  return await runApp(args, env, io);
}

async function withoutApp(io: Io): Promise<number> {
  io.err('\n  No command was given, so only what is sent to the collector is shown.\n');
  io.err('    → whodid dev -- npm run dev runs your app as well\n');
  await whenStopped(io.stop);
  return exitCodes.ok;
}

function greet(collector: Collector, dataDir: string, paint: Paint, io: Io): void {
  const shown = relative(io.cwd, dataDir) || '.';
  const done = paint('green', '✔');
  io.err(
    [
      '',
      `  whodid ${version()} · dev mode (data stays in ${shown}, nothing leaves this machine)`,
      `  ${done} store      embedded SQLite`,
      `  ${done} collector  ${collector.url}`,
      `  ${done} dashboard  ${paint('cyan', collector.signInLink())}`,
      '               opens once, within ten minutes; whodid link makes another',
      '',
    ].join('\n'),
  );
}

function warnOfSilence(count: number, paint: Paint, io: Io): void {
  if (count > 0) return;
  io.err(
    `  ${paint('yellow', '⚠')} 0 requests after 60 s. Does the app run in Docker, or elsewhere?\n`,
  );
  io.err('    → whodid doctor looks for the usual causes\n');
}
