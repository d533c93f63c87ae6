import type { QueryField } from '@whodid/core';
import { idLengths, listedLengths, manyLengths, type TokenLengths } from './field-token.ts';

/**
 * How a field is found in the index.
 *
 * - `token`: one token a value. With `listed`, the values are few, and the table `token` has them.
 * - `scale`: one token for the order of magnitude of a number.
 * - `words`: through the words of the text search.
 * - `none`: not by tokens.
 */
export type FieldIndex =
  | {
      readonly by: 'token';
      readonly letter: string;
      readonly listed: boolean;
      readonly lengths: TokenLengths;
      /** Whether its values are indexed as `spelledOut` writes them. */
      readonly spelledOut?: true;
    }
  | { readonly by: 'scale'; readonly letter: string }
  | { readonly by: 'words' }
  | { readonly by: 'none' };

function listed(letter: string): FieldIndex {
  return { by: 'token', letter, listed: true, lengths: listedLengths };
}

function many(letter: string, lengths: TokenLengths = manyLengths): FieldIndex {
  return { by: 'token', letter, listed: false, lengths };
}

/** Of the two fields that are looked for together: see `targetBounds`. */
export const lettersOfTarget: { readonly id: string; readonly type: string } = {
  id: 'e',
  type: 'f',
};

/** One row a field. Letters are in the index on disk: changing one is a new `indexVersion`. */
export const fieldIndexes: { readonly [F in QueryField]: FieldIndex } = {
  actor: many('a'),
  // Spelled out, so that what somebody did can be counted without being read.
  'actor.id': { by: 'token', letter: 'z', listed: false, lengths: idLengths, spelledOut: true },
  'actor.type': listed('b'),
  onbehalfof: many('c'),
  action: listed('d'),
  target: many(lettersOfTarget.id),
  'target.type': listed(lettersOfTarget.type),
  outcome: listed('g'),
  kind: listed('h'),
  stream: listed('i'),
  status: listed('j'),
  method: listed('k'),
  route: listed('l'),
  'route.name': listed('0'),
  ip: many('m'),
  country: listed('n'),
  client: listed('o'),
  os: listed('p'),
  session: many('q'),
  request: many('r'),
  trace: many('s'),
  service: listed('t'),
  env: listed('u'),
  source: listed('v'),
  model: listed('w'),
  field: listed('x'),
  duration: { by: 'scale', letter: 'y' },
  path: { by: 'words' },
  data: { by: 'words' },
  created: { by: 'none' },
  id: { by: 'none' },
  tenant: { by: 'none' },
};
