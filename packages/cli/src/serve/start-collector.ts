import { relative } from 'node:path';
import type { Collector, CollectorOptions } from '@whodid/collector';
import type { RedactOptions } from '@whodid/core';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { printable } from '../terminal/printable.ts';
import { ignoreData } from './ignore-data.ts';
import { portOwner } from './port-owner.ts';

/** What a collector that we start needs to know. */
export interface CollectorSettings {
  /** The command that starts it, for the advice: `whodid dev`. */
  readonly command: string;
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly store?: string | undefined;
  readonly adminKey?: string | undefined;
  readonly redact?: RedactOptions | undefined;
  /** Who may come in besides holders of keys. */
  readonly access?: Pick<CollectorOptions, 'jwt' | 'oidc' | 'publicUrl'> | undefined;
}

/**
 * Starts a collector in this process.
 *
 * @throws Failure that says who has the port or the directory, and what to do.
 */
export async function startCollector(settings: CollectorSettings, io: Io): Promise<Collector> {
  const { createCollector } = await import('@whodid/collector');
  const { port, host, dataDir, store, adminKey, redact, access } = settings;
  const options: CollectorOptions = {
    port,
    host,
    dataDir,
    ...(store === undefined ? {} : { store }),
    ...(adminKey === undefined ? {} : { adminKey }),
    ...(redact === undefined ? {} : { redact }),
    ...access,
    onNotice: (line) => tellNotice(line, io),
  };
  try {
    const collector = await createCollector(options);
    ignoreData(dataDir);
    return collector;
  } catch (error) {
    throw await explained(error, settings, io);
  }
}

// Where it listens every command says in its own words.
function tellNotice(line: string, io: Io): void {
  if (!line.startsWith('Listening on ')) io.err(`${printable(line)}\n`);
}

async function explained(error: unknown, settings: CollectorSettings, io: Io): Promise<unknown> {
  const { isWhodidError } = await import('@whodid/core');
  const { command, port, host } = settings;
  const code = systemCode(error);
  if (code === 'EADDRINUSE') return portInUse(port, `${command} --port ${port + 1}`, host);
  if (code === 'EACCES') {
    const what = `Port ${port} is not open to you`;
    return new Failure(exitCodes.failed, what, `${command} --port 4747`);
  }
  if (isWhodidError(error, 'STORE_LOCKED')) {
    const shown = relative(io.cwd, settings.dataDir) || '.';
    const what = `${shown} is open in another whodid (pid ${error.facts.pid})`;
    const fix = 'one process may write there: stop it, or give another --data-dir';
    return new Failure(exitCodes.failed, what, fix);
  }
  return error;
}

// The collector wraps what the system says.
function systemCode(error: unknown): string | undefined {
  const { code, cause } = error as NodeJS.ErrnoException;
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? code;
}

/** The failure of a port that is taken, with who has it if that can be known. */
export async function portInUse(port: number, advice: string, host: string): Promise<Failure> {
  const owner = portOwner(port);
  const by = owner === null ? '' : ` by pid ${owner.pid} (${owner.name})`;
  const url = `http://${host}:${port}`;
  const open = (await isWhodid(url)) ? `, or open the running one: ${url}` : '';
  return new Failure(exitCodes.failed, `Port ${port} is in use${by}`, advice + open);
}

async function isWhodid(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
