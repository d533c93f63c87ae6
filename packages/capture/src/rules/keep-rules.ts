import type { Keep } from '../exchange/route-policy.ts';
import { type CompiledRule, compileRule, type KeepRule, type RuleSubject } from './keep-rule.ts';

/** How much of one request is kept. */
export interface Verdict {
  readonly keep: Keep;
  /** If it is kept only because it was drawn: the share of its like that is. */
  readonly sampleShare?: number;
}

const byStrictness: readonly Keep[] = ['nothing', 'metadata', 'bodies'];

/** Decides how much of each request is kept. */
export class KeepRules {
  readonly #rules: readonly CompiledRule[];
  readonly #others: Keep;
  readonly #random: () => number;

  /**
   * @param scope - of the options, for errors: `expressCapture`.
   * @param others - for requests of which neither a rule nor their route says anything.
   * @param random - numbers from 0 to below 1.
   * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID`, with the rule that is wrong.
   */
  constructor(
    scope: string,
    rules: readonly KeepRule[],
    others: Keep,
    random: () => number = Math.random,
  ) {
    this.#rules = rules.map((rule, index) => compileRule(`${scope}.rules[${index}]`, rule));
    this.#others = others;
    this.#random = random;
  }

  /** The strictest of all that say something about the request, so that a denial always counts. */
  decide(subject: RuleSubject, stated: Keep | undefined): Verdict {
    let keep = stated;
    let sampleShare = 1;
    for (const rule of this.#rules) {
      if (!rule.fits(subject)) continue;
      if (rule.sampleShare > 0 && this.#random() < rule.sampleShare)
        sampleShare *= rule.sampleShare;
      else keep = stricter(keep, rule.keep);
    }
    const decided = keep ?? this.#others;
    return sampleShare === 1 ? { keep: decided } : { keep: decided, sampleShare };
  }
}

function stricter(one: Keep | undefined, other: Keep): Keep {
  if (one === undefined) return other;
  return byStrictness.indexOf(one) < byStrictness.indexOf(other) ? one : other;
}
