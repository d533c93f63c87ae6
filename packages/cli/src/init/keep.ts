import type { Typed } from '../command.ts';
import { usageFailure } from '../failure.ts';
import { textOf } from '../read-flags.ts';
import type { Choice } from './ask.ts';

/** How much of each request an app is to keep. */
export type Keep = 'metadata' | 'requests' | 'bodies';

/** The least: more is one word away, and what was kept once is not taken back. */
export const usualKeep: Keep = 'metadata';

interface Amount {
  /** As it is asked for. */
  readonly label: string;
  /** As the plan has it. */
  readonly kept: string;
  /** What capture is told, between braces; empty if that is its default. */
  options(quote: string): string;
}

const amounts: { readonly [K in Keep]: Amount } = {
  metadata: {
    label: 'metadata only: method, route, status, time, actor, address, headers (recommended)',
    kept: 'metadata of every request, no bodies',
    options: (quote) => `keepOthers: ${quote}metadata${quote}`,
  },
  requests: {
    label: 'and the bodies of requests, as of POST, PUT and PATCH, up to 16 KB, secrets removed',
    kept: 'every request, with its body up to 16 KB but not the answer; secrets are taken out first',
    options: () => 'bodyLimitBytes: { request: 16384, response: 0 }',
  },
  bodies: {
    label: 'and the bodies of answers too, up to 16 KB, secrets removed',
    kept: 'every request, with bodies up to 16 KB; secrets are taken out first',
    options: () => '',
  },
};

const names = Object.keys(amounts) as readonly Keep[];

/** What can be answered to "What may be stored?". */
export const keepChoices: readonly Choice<Keep>[] = names.map((value) => ({
  value,
  label: amounts[value].label,
}));

/** What `--keep` says, if it is there. */
export function keepIn(options: Typed['options']): Keep | undefined {
  const given = textOf(options, 'keep');
  if (given === undefined) return undefined;
  const keep = names.find((name) => name === given);
  if (keep === undefined) throw usageFailure(`--keep must be one of ${names.join(', ')}`);
  return keep;
}

/** The options of capture that keep so much. */
export function optionsFor(keep: Keep, quote: string): string {
  return amounts[keep].options(quote);
}

/** What is kept, in words. */
export function keptText(keep: Keep): string {
  return amounts[keep].kept;
}
