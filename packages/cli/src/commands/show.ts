import type { EntryFields } from '@whodid/core';
import type { Command } from '../command.ts';
import { entryPage } from '../entries/entry-page.ts';
import { jsonLine, printFlags, timesOf } from '../entries/list-flags.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { paintFor } from '../terminal/paint.ts';

/** `whodid show`: one entry in full. */
export const show: Command = {
  operands: '<id>',
  flags: [...printFlags, ...reachFlags],
  examples: [
    'whodid show 0193c1f2-7a52-7c1e-8d3f-5f1c2b6a9e10',
    'whodid show 0193c1f2-7a52-7c1e-8d3f-5f1c2b6a9e10 --json | jq .http',
  ],

  async run({ args: [id = ''], options }, io) {
    const { openEntrySource } = await import('../reach/entry-source.ts');
    const source = await openEntrySource(options, io);
    try {
      const text = await source.get(id);
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
