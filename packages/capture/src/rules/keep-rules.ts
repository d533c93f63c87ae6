import type { Keep } from '../exchange/route-policy.ts';
import { type CompiledRule, compileRule, type KeepRule, type RuleSubject } from './keep-rule.ts';
import { resolvedPath } from './read-path.ts';

/** How much of one request is kept. */
export interface Verdict {
  readonly keep: Keep;
  /** If it is kept only because it was drawn: the share of its like that is. */
  readonly sampleShare?: number;
  /** Nothing is kept, only because it was not drawn: as noise, and not because it must not be. */
  readonly notDrawn?: true;
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
    const path = this.#rules.length === 0 ? undefined : resolvedPath(subject.path);
    const other = path === undefined ? subject : { ...subject, path };
    let keep = stated;
    // Without those rules by which chance decides.
    let certain = stated;
    let sampleShare = 1;
    for (const rule of this.#rules) {
      const wanted = keepOf(rule, subject, other);
      if (wanted === undefined) continue;
      if (rule.sampleShare > 0 && this.#random() < rule.sampleShare)
        sampleShare *= rule.sampleShare;
      else keep = stricter(keep, wanted);
      if (rule.sampleShare === 0) certain = stricter(certain, wanted);
    }
    const decided = keep ?? this.#others;
    if (decided === 'nothing' && (certain ?? this.#others) !== 'nothing') {
      return { keep: decided, notDrawn: true };
    }
    return sampleShare === 1 ? { keep: decided } : { keep: decided, sampleShare };
  }
}

/**
 * What a rule says of a request; `undefined` if it does not fit.
 *
 * Where the path can be read in two ways, the client chooses which one fits. A denial that fits only one
 * of them takes the bodies: the request may be for what the rule denies, and is not left out if it is not.
 */
function keepOf(rule: CompiledRule, subject: RuleSubject, other: RuleSubject): Keep | undefined {
  const fits = rule.fits(subject);
  if (other === subject || fits === rule.fits(other)) return fits ? rule.keep : undefined;
  return rule.keep === 'nothing' ? 'metadata' : rule.keep;
}

function stricter(one: Keep | undefined, other: Keep): Keep {
  if (one === undefined) return other;
  return byStrictness.indexOf(one) < byStrictness.indexOf(other) ? one : other;
}
