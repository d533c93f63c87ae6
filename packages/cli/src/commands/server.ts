import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { dataDirectory } from '../reach/find-collector.ts';
import { flagOrEnv, numberOf, textOf } from '../read-flags.ts';
import { whenStopped } from '../stopped.ts';
import { paintFor } from '../terminal/paint.ts';
import { version } from '../version.ts';

/** `whodid server`: the collector alone, until SIGTERM or Ctrl-C. */
export const server: Command = {
  flags: [
    { flags: '--port <n>', about: 'WHODID_PORT; 0 for any (default 4747)' },
    { flags: '--host <address>', about: 'WHODID_HOST (default 127.0.0.1: this machine only)' },
    { flags: '--data-dir <dir>', about: 'WHODID_DATA_DIR (default ./.whodid)' },
    { flags: '--store <address>', about: 'WHODID_STORE (default sqlite:<data-dir>/store)' },
    { flags: '--redact <file>', about: 'JSON with rules of redaction besides the defaults' },
    { flags: '--history <file>', about: 'JSON with limit, hidden routes ... of the histories' },
    { flags: '--labels <file>', about: 'what histories call each route; see whodid routes' },
    { flags: '--trusted-proxies <list>', about: 'WHODID_TRUSTED_PROXIES: addresses and ranges' },
    { flags: '--rate-limits <list>', about: 'WHODID_RATE_LIMITS: off, or name=number a minute' },
    { flags: '--json', about: 'say on stdout, as one line of JSON, where it listens' },
  ],
  examples: [
    'whodid server',
    'whodid server --port 8080 --data-dir /var/lib/whodid',
    'WHODID_ADMIN_KEY="$(cat admin.key)" whodid server --host 0.0.0.0',
    'WHODID_REDIS_URL=redis://127.0.0.1:6379 whodid server',
  ],

  async run({ options }, io) {
    const { accessIn } = await import('../serve/access-in-env.ts');
    const { startCollector } = await import('../serve/start-collector.ts');
    const { historyIn, redactIn } = await import('../serve/options-file.ts');
    const { listIn, rateLimitsIn } = await import('../serve/rate-limits.ts');
    const { stopCollector } = await import('../serve/stop-collector.ts');
    const port = flagOrEnv(
      { name: '--port', text: textOf(options, 'port') },
      'WHODID_PORT',
      io.env,
    );
    const proxies =
      textOf(options, 'trustedProxies') ?? (io.env.WHODID_TRUSTED_PROXIES || undefined);
    const limits = flagOrEnv(
      { name: '--rate-limits', text: textOf(options, 'rateLimits') },
      'WHODID_RATE_LIMITS',
      io.env,
    );
    const dataDir = dataDirectory(options, io);
    const collector = await startCollector(
      {
        command: 'whodid server',
        port: numberOf(port, { fallback: 4747, min: 0, max: 65_535 }),
        host: textOf(options, 'host') ?? (io.env.WHODID_HOST || '127.0.0.1'),
        dataDir,
        store: textOf(options, 'store') ?? (io.env.WHODID_STORE || undefined),
        adminKey: io.env.WHODID_ADMIN_KEY || undefined,
        redisUrl: io.env.WHODID_REDIS_URL || undefined,
        ...accessIn(io.env),
        redact: redactIn(options, io),
        history: historyIn(options, io),
        trustedProxies: listIn(proxies),
        rateLimits: rateLimitsIn(limits),
      },
      io,
    );
    const { url } = collector;
    const paint = paintFor(io, 'stderr', options.color);
    io.err(`whodid ${version()} at ${paint('bold', url)}, data in ${dataDir}\n`);
    io.err(`Sign in, once: ${paint('cyan', collector.signInLink())}\n`);
    if (options.json === true) {
      await io.out(`${JSON.stringify({ url, dataDir, pid: process.pid })}\n`);
    }

    await whenStopped(io.stop);
    io.err('Stopping once everything under way is done; again to stop at once\n');
    return (await stopCollector(collector, io)) ? exitCodes.ok : exitCodes.failed;
  },
};
