import { custom, type OptionRules } from '@whodid/core';

/** What else stands in each line. */
export interface PinoAmbientOptions<Args extends readonly unknown[] = never[]> {
  /**
   * A mixin of your own, since pino takes one only. Its fields win over ours; what it throws is thrown
   * as it is without us.
   *
   * @defaultValue none
   */
  readonly mixin?: ((...args: Args) => object) | undefined;
}

export const pinoAmbientRules: OptionRules<PinoAmbientOptions> = {
  mixin: custom('a function', nothing, (value) => typeof value === 'function'),
};

function nothing(): object {
  return {};
}
