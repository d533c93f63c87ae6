import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { createApiClient } from '../reach/api-client.ts';
import type { Address } from '../reach/find-collector.ts';
import type { ProjectFiles } from './project/project-files.ts';

/** What became of the test entry. */
export interface TestEntry {
  readonly id: string;
  /** From `record()` until the collector had committed it. */
  readonly tookMs: number;
  /** Whether it could be read again; a key that may only ingest cannot tell. */
  readonly found: boolean;
  /** The collector; `null` if it was one for this entry only, of which nothing is left. */
  readonly url: string | null;
}

/** Whether the packages are there that the recorder file imports. */
export function isInstalled({ root }: ProjectFiles): boolean {
  for (let directory = root; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'node_modules', '@whodid', 'core'))) return true;
    if (dirname(directory) === directory) return false;
  }
}

/**
 * Sends one entry through the recorder that the project's own file makes, in a process of its own,
 * and looks for it in the collector: the one at `address`, else one that is started for it.
 *
 * @throws Failure that says what went wrong.
 */
export async function sendTestEntry(
  files: ProjectFiles,
  recorderPath: string,
  address: Address | null,
  io: Io,
): Promise<TestEntry> {
  const place = mkdtempSync(join(tmpdir(), 'whodid-init-'));
  try {
    if (address !== null) return await sendTo(address, { files, recorderPath, place }, io);
    const { startCollector } = await import('../serve/start-collector.ts');
    const { stopCollector } = await import('../serve/stop-collector.ts');
    const collector = await startCollector(
      { command: 'whodid init', port: 0, host: '127.0.0.1', dataDir: join(place, 'collector') },
      { ...io, err: () => {} },
    );
    try {
      const own = { url: collector.url, key: collector.localKey };
      return { ...(await sendTo(own, { files, recorderPath, place }, io)), url: null };
    } finally {
      await stopCollector(collector, io);
    }
  } finally {
    rmSync(place, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Sending {
  readonly files: ProjectFiles;
  readonly recorderPath: string;
  /** For what the recorder and we need on disk. */
  readonly place: string;
}

async function sendTo(address: Address, sending: Sending, io: Io): Promise<TestEntry> {
  const { id, tookMs } = await recordInProject(address, sending, io);
  const found = await isFound(address, id, io);
  return { id, tookMs, found, url: address.url };
}

/** How the process in the project tells us how it went. */
export interface TestEntryMessage {
  readonly whodidInit: Told;
}
type Told = { readonly id: string; readonly tookMs: number } | { readonly trouble: string };

const longestMs = 40_000;

async function recordInProject(
  address: Address,
  { files, recorderPath, place }: Sending,
  io: Io,
): Promise<{ readonly id: string; readonly tookMs: number }> {
  const here = import.meta.url;
  const extension = here.slice(here.lastIndexOf('.'));
  const script = fileURLToPath(new URL(`./record-test-entry${extension}`, here));
  const child = fork(script, [join(files.root, recorderPath)], {
    cwd: files.root,
    // In a checkout the packages run from source.
    execArgv: extension === '.ts' ? ['--conditions=whodid-source', '--no-warnings'] : [],
    env: {
      ...io.env,
      WHODID_URL: address.url,
      WHODID_KEY: address.key,
      WHODID_SPOOL_DIR: join(place, 'spool'),
    },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: longestMs,
    killSignal: 'SIGKILL',
    signal: io.stop,
  });
  const early = { trouble: `${recorderPath} ended before it could record anything` };
  let told: Told = early;
  child.on('message', (message: Partial<TestEntryMessage> | null) => {
    told = message?.whodidInit ?? told;
  });
  await once(child, 'exit');
  if (!('trouble' in told)) return told;
  throw new Failure(
    exitCodes.failed,
    `The code is in place, but the test entry did not arrive: ${told.trouble}`,
    'npx whodid doctor looks for the cause; npx whodid init --undo takes the code out again',
  );
}

async function isFound(address: Address, id: string, io: Io): Promise<boolean> {
  try {
    await createApiClient(address, io.stop).send({ path: `/v1/entries/${id}` });
    return true;
  } catch (error) {
    if (error instanceof Failure && error.exitCode === exitCodes.auth) return false;
    throw error;
  }
}
