import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Collector, type CollectorOptions, createCollector } from '@whodid/collector';
import {
  collectorTransport,
  createRecorder,
  type EntryFields,
  type Recorder,
  type RecorderOptions,
} from '@whodid/core';

/** An app's recorder and the collector that it delivers to, both real, for one test. */
export interface Scene {
  readonly recorder: Recorder;
  readonly collector: Collector;
  /** Where both keep their files. */
  readonly directory: string;
  /** Serves an app until the test is over; gives its address. */
  serve(app: RequestListener): Promise<string>;
  /** What the collector has, oldest first, once everything recorded is there. */
  entries(query?: string): Promise<readonly EntryFields[]>;
}

export async function openScene(
  t: TestContext,
  options: RecorderOptions = {},
  collecting: CollectorOptions = {},
): Promise<Scene> {
  const directory = mkdtempSync(join(tmpdir(), 'whodid-scenario-'));
  const dataDir = join(directory, '.whodid');
  const collector = await createCollector({ port: 0, dataDir, ...collecting });
  const { url, localKey } = collector;
  const recorder = createRecorder({
    service: 'scenario',
    spoolDirectory: join(directory, 'spool'),
    transport: collectorTransport({ url, key: localKey }),
    maxWaitMs: 20,
    ...options,
  });
  t.after(async () => {
    await recorder.close();
    await collector.close();
    rmSync(directory, { recursive: true });
  });
  return {
    recorder,
    collector,
    directory,
    serve: (app) => serve(t, app),
    async entries(query = '') {
      await recorder.flush('remote');
      const answer = await fetch(`${url}/v1/entries?limit=500&q=${encodeURIComponent(query)}`, {
        headers: { authorization: `Bearer ${localKey}` },
      });
      const { entries } = (await answer.json()) as { readonly entries: readonly EntryFields[] };
      return entries.toReversed();
    },
  };
}

async function serve(t: TestContext, app: RequestListener): Promise<string> {
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Waits until the requests that were answered are recorded: a response closes after the client has it. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 30));
}
