/** A secret in a text, from `start` to before `end`, and what to write instead. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly marker: string;
  /** Name of the rule, as it appears in `masked`. */
  readonly rule: string;
}

/**
 * Looks at a text where something suspicious begins.
 *
 * @returns what was found, or where to go on looking. Going on further than one character is what
 * keeps the whole scan linear: what was looked at in vain need not be looked at again.
 */
export type Detector = (text: string, at: number) => Finding | number;
