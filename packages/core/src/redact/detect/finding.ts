/**
 * A secret in a text, from `start` to before `end`, and what to write instead.
 *
 * The functions of this folder look at a text where something suspicious begins. They return what
 * they found, or where to go on looking: what was looked at in vain need not be looked at again,
 * which keeps the whole scan linear.
 */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly marker: string;
  /** Name of the rule, as it appears in `masked`. */
  readonly rule: string;
}
