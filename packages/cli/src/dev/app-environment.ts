import { join } from 'node:path';
import type { Collector } from '@whodid/collector';
import type { Io } from '../io.ts';
import { type CaptureOptions, captureOptions } from './capture-options.ts';
import { nodeVersionOf } from './node-version.ts';
import { serviceName } from './service-name.ts';

/** The environment of an app that we run, and what to tell about it. */
export interface AppEnvironment {
  readonly env: { readonly [name: string]: string | undefined };
  /** What the app runs under: `Node 24.21`. */
  readonly runtime: string;
  /** Why nothing will be captured, if so. */
  readonly trouble: { readonly what: string; readonly fix: string } | null;
}

/**
 * The environment in which an app records its requests without a change to it. Only the app gets
 * it; `key` may ingest and nothing else.
 */
export function appEnvironment(
  command: string,
  collector: { readonly url: Collector['url']; readonly key: string; readonly dataDir: string },
  io: Pick<Io, 'cwd' | 'env'>,
): AppEnvironment {
  const env = {
    ...io.env,
    WHODID_URL: collector.url,
    WHODID_KEY: collector.key,
    WHODID_SPOOL_DIR: join(collector.dataDir, 'spool'),
    WHODID_SERVICE: io.env.WHODID_SERVICE || serviceName(io.cwd),
  };
  const version = nodeVersionOf(command, io.cwd, io.env);
  if (version === null) {
    const trouble = { what: 'No Node in PATH, so nothing is captured', fix: 'is the app in Node?' };
    return { env, runtime: 'no Node', trouble };
  }
  const runtime = `Node ${version.major}.${version.minor}`;
  const options = captureOptions(import.meta.resolve('@whodid/capture/auto'), version);
  if ('trouble' in options) {
    return { env, runtime, trouble: { what: options.trouble, fix: options.fix } };
  }
  return {
    env: { ...env, NODE_OPTIONS: withOptions(io.env.NODE_OPTIONS, options) },
    runtime,
    trouble: null,
  };
}

function withOptions(
  before: string | undefined,
  { nodeOptions }: Extract<CaptureOptions, { nodeOptions: string }>,
): string {
  return before === undefined || before === '' ? nodeOptions : `${before} ${nodeOptions}`;
}
