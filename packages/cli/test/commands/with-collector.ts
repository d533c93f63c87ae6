import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Collector, type CollectorOptions, createCollector } from '@whodid/collector';
import { runCommandLine } from '../../src/run-command-line.ts';
import { afterwards } from '../afterwards.ts';
import { type FakeIo, fakeIo } from '../fake-io.ts';

/** A collector of this test's own, and the command line beside it. */
export interface Scene {
  readonly collector: Collector;
  readonly directory: string;
  /** Runs a command in `directory`, whose `.whodid` is the collector's. */
  run(
    args: readonly string[],
    io?: Parameters<typeof fakeIo>[0],
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
  /** The same, for commands that are still running when it returns. */
  start(
    args: readonly string[],
    io?: Parameters<typeof fakeIo>[0],
  ): FakeIo & { readonly ended: Promise<number> };
}

export async function withCollector(
  t: TestContext,
  options: CollectorOptions = {},
): Promise<Scene> {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-cli-'));
  const collector = await createCollector({
    ...options,
    port: 0,
    dataDir: join(directory, '.whodid'),
  });
  afterwards(t, async () => {
    await collector.close();
    rmSync(directory, { recursive: true });
  });
  const start: Scene['start'] = (args, given) => {
    const fake = fakeIo({ cwd: directory, ...given });
    return { ...fake, ended: runCommandLine(args, fake.io) };
  };
  return {
    collector,
    directory,
    start,
    run: async (args, given) => {
      const running = start(args, given);
      const code = await running.ended;
      return { code, stdout: running.stdout(), stderr: running.stderr() };
    },
  };
}
