// Runs in the project, in a process of its own: loads the file that makes the recorder and sends one
// entry through it.
import { pathToFileURL } from 'node:url';
import type { Recorder } from '@whodid/core';
import type { TestEntryMessage } from './send-test-entry.ts';

const waitMs = 20_000;
const [, , path = ''] = process.argv;

tell(await send());

async function send(): Promise<TestEntryMessage['whodidInit']> {
  try {
    const recorder = await recorderIn(path);
    const began = performance.now();
    const { id } = await recorder.record(
      { action: 'whodid.init', actor: { type: 'system', id: 'whodid' }, message: 'A test entry' },
      { until: 'remote', waitMs },
    );
    const tookMs = performance.now() - began;
    await recorder.close();
    return { id, tookMs };
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  }
}

async function recorderIn(file: string): Promise<Recorder> {
  const module = (await import(pathToFileURL(file).href)) as {
    readonly recorder?: Recorder;
    readonly default?: { readonly recorder?: Recorder };
  };
  const recorder = module.recorder ?? module.default?.recorder;
  if (recorder === undefined) throw new Error(`${file} exports no recorder`);
  return recorder;
}

function tell(whodidInit: TestEntryMessage['whodidInit']): void {
  const message: TestEntryMessage = { whodidInit };
  process.send?.(message, () => process.exit());
}
