import type { EntryFields } from '@whodid/core';
import type { Command } from '../command.ts';
import { entryPage } from '../entries/entry-page.ts';
import { jsonLine, printFlags, timesOf } from '../entries/list-flags.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failure.ts';
import type { EntrySource } from '../reach/entry-source.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { paintFor } from '../terminal/paint.ts';

const wholeId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const endOfId = /^[\da-f-]{6,35}$/i;

/** `whodid show`: one entry in full, by its id or the end of it. */
export const show: Command = {
  operands: '<id>',
  flags: [...printFlags, ...reachFlags],
  examples: [
    'whodid show 5f1c2b6a9e10',
    'whodid show 0193c1f2-7a52-7c1e-8d3f-5f1c2b6a9e10',
    'whodid show 0193c1f2-7a52-7c1e-8d3f-5f1c2b6a9e10 --json | jq .http',
  ],

  async run({ args: [id = ''], options }, io) {
    const { openEntrySource } = await import('../reach/entry-source.ts');
    const source = await openEntrySource(options, io);
    try {
      const text = wholeId.test(id) ? await source.get(id) : await byEnd(source, id);
      if (text === null) throw new Failure(exitCodes.notFound, 'There is no entry with that id');
      await io.out(
        options.json === true
          ? jsonLine(text, io)
          : entryPage(
              JSON.parse(text) as EntryFields,
              paintFor(io, 'stdout', options.color),
              timesOf(options),
            ),
      );
      return exitCodes.ok;
    } finally {
      await source.close();
    }
  },
};

// Lists in a terminal show only the end.
async function byEnd(source: EntrySource, end: string): Promise<string | null> {
  if (!endOfId.test(end)) return null;
  const ending = end.toLowerCase();
  const { entries, damaged } = await source.page({ query: `id:*${ending}`, limit: 2 });
  if (entries.length > 1) throw usageFailure('More than one id ends so', 'give all of the id');
  // It is there all the same, and asking for it says what is wrong with it.
  const spoilt = damaged.find((id) => id.endsWith(ending));
  return entries[0] ?? (spoilt === undefined ? null : await source.get(spoilt));
}
