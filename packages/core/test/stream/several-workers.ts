import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Scratch } from '../ship/scratch.ts';
import { type ScriptRun, startScript } from '../ship/start-script.ts';
import { bodyOf, filesBelow } from './stream-bench.ts';

const app = fileURLToPath(new URL('./fixtures/stream-app.ts', import.meta.url));

/** Starts the fixture app. It ends with the test. */
export function startWorker(t: TestContext, places: Scratch, env: NodeJS.ProcessEnv): ScriptRun {
  return startScript(t, app, places, { LOGS: logsOf(places), ...env });
}

export function logsOf({ root }: Scratch): string {
  return join(root, 'logs');
}

/** `NAME number` of each entry that was accepted. */
export function acceptedBy({ root }: Pick<Scratch, 'root'>): readonly string[] {
  return readFileSync(join(root, 'acks'), 'utf8').split('\n').slice(0, -1);
}

/** The messages in the text files by user and stream, those of the archives first, as they stand. */
export function messagesIn(directory: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const files = filesBelow(directory).filter(
    (path) => path.endsWith('.log') && !path.includes('INTERNAL'),
  );
  // Archives of one second are numbered, so that they sort by name once the first has a number.
  const ordered = files.toSorted((one, other) => rank(one).localeCompare(rank(other)));
  for (const path of ordered) {
    const [, user, stream] =
      /^log-archives\/[^/]+\/(.+)_([A-Z]+)_log_/.exec(path) ??
      /^users\/(.+)\/([A-Z]+)_log\.log$/.exec(path) ??
      [];
    if (user === undefined) throw new Error(`unexpected ${path}`);
    const lines = bodyOf(readFileSync(join(directory, path), 'utf8'))
      .split('\n')
      .slice(0, -1);
    const key = `${user} ${stream}`;
    found.set(key, [...(found.get(key) ?? []), ...lines.map((line) => messageOf(line, path))]);
  }
  return found;
}

function messageOf(line: string, path: string): string {
  const message = /^(?:INFO|LOGIN): {2}(\S+ \d+)(?: x{7000})?$/.exec(line)?.[1];
  if (message === undefined) throw new Error(`torn in ${path}: ${line.slice(0, 60)}`);
  return message;
}

function rank(path: string): string {
  if (path.startsWith('users/')) return 'z';
  const [, name, number = '1'] = /^(.+_\d\d-\d\d-\d\d)(?:_(\d+))?\.log$/.exec(path) ?? [];
  return `a${name} ${number.padStart(8, '0')}`;
}
