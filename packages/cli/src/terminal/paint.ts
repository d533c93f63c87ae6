import { styleText } from 'node:util';
import { usageFailure } from '../failure.ts';
import type { Io } from '../io.ts';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours text, or leaves it alone where colours are not wanted. */
export type Paint = (style: Style, text: string) => string;

/** Colour is never the only sign of anything: a mark or a word always stands beside it. */
export const plain: Paint = (_style, text) => text;

/**
 * The colours for one stream. A flag comes before `NO_COLOR`, that before `FORCE_COLOR` and
 * `TERM=dumb`; otherwise a terminal has colours and a pipe has none.
 */
export function paintFor(
  io: Pick<Io, 'env' | 'tty'>,
  stream: 'stdout' | 'stderr',
  when: unknown = 'auto',
): Paint {
  return wanted(io, stream, when)
    ? (style, text) => styleText(style, text, { validateStream: false })
    : plain;
}

function wanted(io: Pick<Io, 'env' | 'tty'>, stream: 'stdout' | 'stderr', when: unknown): boolean {
  if (when === 'always') return true;
  if (when === 'never') return false;
  if (when !== 'auto') throw usageFailure('--color must be auto, always or never');
  const { NO_COLOR, FORCE_COLOR, TERM } = io.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return TERM !== 'dumb' && io.tty[stream];
}
