import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  collectorTransport,
  createRecorder,
  type EntryFields,
  type Recorder,
  type RecorderOptions,
  type TransportSpec,
} from '@whodid/core';
import { type Scratch, scratch } from '../ship/scratch.ts';
import { StubCollector } from '../ship/stub-collector.ts';
import type { OddOptions } from './fixtures/odd-transport.ts';

export interface OpenRecorder {
  readonly recorder: Recorder;
  readonly stub: StubCollector;
  readonly places: Scratch;
  readonly faults: (readonly [string, unknown])[];
}

/** A recorder of this process, delivering to a stub collector. Both end with the test. */
export async function openRecorder(
  context: TestContext,
  options: RecorderOptions = {},
  places: Scratch = scratch(context),
): Promise<OpenRecorder> {
  const stub = await StubCollector.start();
  const faults: (readonly [string, unknown])[] = [];
  const { spoolDirectory, ringDirectory } = places;
  const recorder = createRecorder({
    service: 'test',
    spoolDirectory,
    ringDirectory,
    transport: collectorTransport({ url: stub.url, key: 'test-key' }),
    maxWaitMs: 20,
    onFault: (where, error) => faults.push([where, error]),
    ...options,
  });
  context.after(async () => {
    await recorder.close(0);
    await stub.down();
  });
  return { recorder, stub, places, faults };
}

/** One of the transports that misbehave. Its file lies in `root`. */
export function oddTransport(root: string, behaviour: OddOptions['behaviour']): TransportSpec {
  const module = new URL('./fixtures/odd-transport.ts', import.meta.url).href;
  return { module, options: { behaviour, file: oddFile(root) } };
}

export function oddFile(root: string): string {
  return join(root, 'odd');
}

/** The entries that a transport has written to a file, one a line. */
export function entriesIn(file: string): readonly EntryFields[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as EntryFields);
}
