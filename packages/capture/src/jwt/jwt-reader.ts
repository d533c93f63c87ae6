import { type Clock, type ReadOptions, readOptions } from '@whodid/core';
import { type JWTVerifyOptions, jwtVerify } from 'jose';
import type { TokenReader, TokenVerdict } from '../identity/token-reader.ts';
import { frozen } from './frozen.ts';
import { identityOf, type ReadClaims } from './identity-of.ts';
import { type JwtTokensOptions, jwtRules } from './jwt-options.ts';
import type { KeySource } from './key-source.ts';
import { openKeySource } from './open-key-source.ts';
import { readHeader } from './read-header.ts';
import { refusalOf } from './refusal-of.ts';
import { VerdictCache } from './verdict-cache.ts';

/** No server takes much longer headers, and no signature is computed over more than this. */
const longestToken = 8_192;
/** A verdict is asked for again after this time, in case its key was withdrawn. */
const keptMs = 600_000;

/** What tests replace. */
export interface JwtEdges {
  readonly clock: Clock;
  /** How long a fetch of keys may take. */
  readonly waitMs: number;
}

/** {@link jwtTokens} with its edges handed in. */
export class JwtReader implements TokenReader {
  readonly #clock: Clock;
  readonly #keys: KeySource;
  readonly #checks: JWTVerifyOptions;
  readonly #toleranceMs: number;
  readonly #read: ReadClaims;
  readonly #verdicts = new VerdictCache();

  constructor(given: JwtTokensOptions, edges: JwtEdges) {
    const options = readOptions('jwtTokens', jwtRules, given);
    this.#clock = edges.clock;
    this.#keys = openKeySource(options, edges);
    this.#checks = checksOf(options, this.#keys.algorithms);
    this.#toleranceMs = options.clockToleranceSeconds * 1_000;
    this.#read = { subjects: [options.subject].flat(), claims: [...options.claims] };
  }

  known(token: string): TokenVerdict | undefined {
    if (isTooLong(token)) return { refused: 'malformed' };
    return this.#verdicts.get(token, this.#clock.now());
  }

  async verify(token: string): Promise<TokenVerdict> {
    try {
      return this.known(token) ?? (await this.#verify(token));
    } catch (error) {
      return { refused: refusalOf(error) };
    }
  }

  async #verify(token: string): Promise<TokenVerdict> {
    const hint = readHeader(token, this.#keys.algorithms);
    if (typeof hint === 'string') return { refused: hint };
    const found = await this.#keys.find(hint);
    if ('refused' in found) return found;
    const now = this.#clock.now();
    const { payload } = await jwtVerify(token, found.key, {
      ...this.#checks,
      currentDate: new Date(now),
    });
    const identity = identityOf(payload, this.#read);
    // JSON can say 1e999, which is a number and never comes.
    if (identity === undefined || !Number.isFinite(payload.exp)) return { refused: 'claims' };
    const verdict = frozen({ identity });
    this.#verdicts.put(token, {
      verdict,
      fromMs: (payload.nbf ?? 0) * 1_000 - this.#toleranceMs,
      untilMs: Math.min((payload.exp ?? 0) * 1_000 + this.#toleranceMs, now + keptMs),
    });
    return verdict;
  }
}

function checksOf(
  { issuer, audience, clockToleranceSeconds }: ReadOptions<JwtTokensOptions>,
  algorithms: readonly string[],
): JWTVerifyOptions {
  return {
    algorithms: [...algorithms],
    requiredClaims: ['exp'],
    clockTolerance: clockToleranceSeconds,
    ...(issuer.length === 0 ? {} : { issuer: [issuer].flat() }),
    ...(audience.length === 0 ? {} : { audience: [audience].flat() }),
  };
}

function isTooLong(token: unknown): boolean {
  return typeof token !== 'string' || token.length > longestToken;
}
