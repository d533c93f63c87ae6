import { type Identity, jwtTokens, type TokenReader } from '@whodid/capture/jwt';
import { type Clock, type ReadOptions, readOptions } from '@whodid/core';
import type { Caller } from './caller.ts';
import {
  type JwtAccessOptions,
  type JwtClaimOptions,
  jwtClaimRules,
} from './jwt-access-options.ts';
import { isRole, scopesOf } from './roles.ts';
import { tenantIn } from './tenant.ts';

/** Knows an app's own users by the tokens that the app gave them. */
export class TokenCallers {
  readonly #clock: Clock;
  readonly #claims: ReadOptions<JwtClaimOptions>;
  readonly #reader: TokenReader;

  /** @throws WhodidError `CONFIG_INVALID`, `CONFIG_UNKNOWN`. */
  constructor(given: JwtAccessOptions, clock: Clock) {
    const { tenantClaim, roleClaim, permissionsClaim, ...tokens } = given;
    this.#clock = clock;
    this.#claims = readOptions('jwt', jwtClaimRules, { tenantClaim, roleClaim, permissionsClaim });
    this.#reader = jwtTokens({ ...tokens, claims: ['exp', ...Object.values(this.#claims)] });
  }

  /** Who has this token, or `null` if it is not good. */
  async authenticate(token: string): Promise<Caller | null> {
    const verdict = await this.#reader.verify(token);
    return 'identity' in verdict ? this.#callerOf(verdict.identity) : null;
  }

  #callerOf({ actor, data = {} }: Identity): Caller | null {
    const { tenantClaim, roleClaim, permissionsClaim } = this.#claims;
    const tenant = tenantIn(data[tenantClaim]);
    const role = data[roleClaim] ?? 'own';
    // A token that says something that we do not understand must not be taken for another one.
    if (tenant === null || !isRole(role)) return null;
    const untilMs = Number(data.exp) * 1000;
    return {
      id: actor.credential ?? 'token',
      name: actor.name ?? actor.id,
      scopes: scopesOf[role],
      tenant,
      userId: actor.id,
      permissions: wordsOf(data[permissionsClaim]),
      keyId: null,
      operator: false,
      via: 'token',
      stillValid: () => this.#clock.now() < untilMs,
    };
  }
}

function wordsOf(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((word) => word !== '');
  return Array.isArray(claim) ? claim.filter((item) => typeof item === 'string') : [];
}
