import type { EntryFields } from '@whodid/core';
import type { Command, Typed } from '../command.ts';
import { entryLine } from '../entries/entry-line.ts';
import { jsonLine, lineStyle, printFlags } from '../entries/list-flags.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { EntrySource, PageRequest } from '../reach/entry-source.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { numberOf, textOf } from '../read-flags.ts';
import { printable } from '../terminal/printable.ts';

const mostOfAPage = 500;

/** `whodid query`: past entries, newest first. */
export const query: Command = {
  operands: '[query...]',
  flags: [
    { flags: '--limit <n>', about: 'at most so many (default 50)' },
    { flags: '--all', about: 'every match, however many' },
    { flags: '--since <time>', about: '15m, 2h, 7d, yesterday, 2026-11-20, 2026-11-20T10:00Z' },
    { flags: '--until <time>', about: 'the same words' },
    { flags: '--fail-empty', about: 'exit code 4 if nothing matches' },
    ...printFlags,
    ...reachFlags,
  ],
  examples: [
    'whodid query actor:ada action:order. --since 7d',
    'whodid query outcome:denied,failure --since yesterday',
    'whodid query \'"refund" -status:2xx\' --json --all | jq -r .actor.id',
  ],

  async run({ args, options }, io) {
    const { timeBounds } = await import('../reach/time-bounds.ts');
    const limit = limitOf(options);
    const request = { query: args.join(' '), ...timeBounds(options, Date.now()) };
    const { openEntrySource } = await import('../reach/entry-source.ts');
    const source = await openEntrySource(options, io);
    try {
      const { printed, damaged, more } = await print(source, request, limit, options, io);
      if (more && limit !== Number.POSITIVE_INFINITY) {
        io.err(`${printed} shown, there are more: --limit, --all or a narrower query\n`);
      }
      // A list that is not whole is no success for a script, whatever it was looking for.
      if (damaged > 0) return exitCodes.failed;
      if (printed > 0) return exitCodes.ok;
      io.err('No entry matches\n');
      return options.failEmpty === true ? exitCodes.notFound : exitCodes.ok;
    } finally {
      await source.close();
    }
  },
};

function limitOf(options: Typed['options']): number {
  if (options.all === true) return Number.POSITIVE_INFINITY;
  const given = { name: '--limit', text: textOf(options, 'limit') };
  return numberOf(given, { fallback: 50, min: 1, max: 1_000_000 });
}

async function print(
  source: EntrySource,
  request: Omit<PageRequest, 'limit' | 'cursor'>,
  limit: number,
  options: Typed['options'],
  io: Io,
): Promise<{ readonly printed: number; readonly damaged: number; readonly more: boolean }> {
  const style = lineStyle(options, io, true);
  const format = (text: string) =>
    options.json === true
      ? jsonLine(text, io)
      : `${entryLine(JSON.parse(text) as EntryFields, style)}\n`;
  let printed = 0;
  let damaged = 0;
  let next: string | null | undefined;
  while (printed + damaged < limit && next !== null) {
    io.stop.throwIfAborted();
    const size = Math.min(mostOfAPage, limit - printed - damaged);
    const cursor = next === undefined ? {} : { cursor: next };
    const page = await source.page({ ...request, ...cursor, limit: size });
    await io.out(page.entries.map(format).join(''));
    for (const id of page.damaged) io.err(`Entry ${printable(id)} is damaged and not shown\n`);
    printed += page.entries.length;
    damaged += page.damaged.length;
    next = page.next;
  }
  return { printed, damaged, more: next !== null };
}
