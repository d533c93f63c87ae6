import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  createIds,
  createRedactor,
  type Draft,
  type Parcel,
  type SealedText,
  sealText,
  within,
} from '@whodid/core';
import { createStreamLogger, type StreamLogger, type TextFilesOptions } from '@whodid/core/stream';
import { ambient } from '../../src/ambient/ambient.ts';
import { readOptions } from '../../src/options.ts';
import type { TextDisk } from '../../src/stream/text-file.ts';
import { textFilesRules } from '../../src/stream/text-files-options.ts';
import { TextFilesTransport } from '../../src/stream/text-files-transport.ts';
import { scratch } from '../ship/scratch.ts';

/** A text files transport with a logger that seals for it, all in this thread and at a fixed time. */
export interface StreamBench {
  readonly directory: string;
  readonly logger: StreamLogger;
  /** The parcels of what was logged since the last call. */
  take(): readonly Parcel[];
  /** Delivers them. */
  write(): Promise<void>;
  /** What a file holds, without its head. */
  text(path: string): string;
  transport: TextFilesTransport;
}

export const sampleTime = '2024-04-09T20:39:05.000Z';

export function streamBench(
  context: TestContext,
  options: TextFilesOptions = {},
  parts: { readonly disk?: TextDisk; readonly directory?: string; readonly epoch?: string } = {},
): StreamBench {
  const directory = parts.directory ?? join(scratch(context).root, 'logs');
  const clock = { now: () => Date.parse(sampleTime), monotonicMs: () => 0 };
  const nextId = createIds(clock);
  const redactor = createRedactor({});
  const epoch = parts.epoch ?? '0123456789abcdef';
  let seq = 0;
  const waiting: Parcel[] = [];
  const record = (draft: Draft) => {
    seq += 1;
    const { id, text } = sealText(draft, {
      ...{ clock, nextId, redactor },
      ambient: ambient(),
      service: { name: 'test' },
      tenant: 'default',
      producer: { id: 'test', epoch, seq },
    });
    waiting.push({ id, seq, text: text as SealedText });
    return Promise.resolve({ id });
  };
  const read = readOptions('textFiles', textFilesRules, { ...options, directory });
  const transport = new TextFilesTransport(read, parts.disk);
  context.after(() => transport.close());
  const take = () => waiting.splice(0);
  return {
    directory,
    logger: createStreamLogger({ record, fault: (_, error) => void Promise.reject(error) }),
    transport,
    take,
    write: async () => void (await transport.deliver(take(), new AbortController().signal)),
    text: (path) => bodyOf(readFileSync(join(directory, path), 'utf8')),
  };
}

/** A file without its head. */
export function bodyOf(text: string): string {
  const [head = '', blank, ...lines] = text.split('\n');
  if (!/^ \[ .+ \] created on \d{4}-\d\d-\d\d @ \d\d:\d\d:\d\d$/.test(head) || blank !== '') {
    throw new Error(`no head: ${head}`);
  }
  return lines.join('\n');
}

export function golden(name: string): string {
  return readFileSync(new URL(`golden/${name}.txt`, import.meta.url), 'utf8');
}

/** Files below a folder but those of the transport itself, sorted. */
export function filesBelow(directory: string, prefix = ''): readonly string[] {
  return readdirSync(join(directory, prefix))
    .filter((name) => name !== '.whodid')
    .flatMap((name) => {
      const path = join(prefix, name);
      return statSync(join(directory, path)).isDirectory() ? filesBelow(directory, path) : [path];
    })
    .sort();
}

/** Runs something as a user who is signed in. */
export function as<T>(id: string, run: () => T): T {
  return within({ actor: { type: 'user', id } }, run);
}
