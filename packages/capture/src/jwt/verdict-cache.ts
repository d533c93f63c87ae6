import { createHash } from 'node:crypto';
import type { TokenVerdict } from '../identity/token-reader.ts';

const mostVerdicts = 1_000;

interface Kept {
  readonly verdict: TokenVerdict;
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * The good verdicts, by the SHA-256 of the token: the token itself is not kept.
 *
 * Refusals are not kept. Whoever sends tokens that he made up costs a verification each and takes
 * neither memory nor the place of a good verdict.
 */
export class VerdictCache {
  readonly #kept = new Map<string, Kept>();

  /** The verdict, if it holds at this time. */
  get(token: string, nowMs: number): TokenVerdict | undefined {
    const key = nameOf(token);
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    if (nowMs >= kept.untilMs) return undefined;
    // Put in again at the end, so that what is not asked for leaves first.
    this.#kept.set(key, kept);
    return nowMs < kept.fromMs ? undefined : kept.verdict;
  }

  put(token: string, kept: Kept): void {
    this.#kept.set(nameOf(token), kept);
    if (this.#kept.size <= mostVerdicts) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}

function nameOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
