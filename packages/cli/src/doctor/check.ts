/** What one check found. */
export interface Finding {
  readonly name: string;
  readonly verdict: 'ok' | 'warning' | 'problem';
  /** One sentence. Never a key, never a captured value. */
  readonly text: string;
  /** What to do about it. */
  readonly fix?: string;
}
