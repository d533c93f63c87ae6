import type { JwtTokensOptions } from '@whodid/capture/jwt';
import { type OptionRules, text } from '@whodid/core';

/** Which claims tell what the person of a token may do here. */
export interface JwtClaimOptions {
  /**
   * Claim with the tenant. A token without it is of the tenant `default`.
   *
   * @defaultValue `tenant`
   */
  readonly tenantClaim?: string | undefined;
  /**
   * Claim with the role: `own`, `viewer`, `auditor` or `admin`. Without it a token is good for the
   * person's own history. Its name is one that no app has by accident.
   *
   * @defaultValue `whodid_role`
   */
  readonly roleClaim?: string | undefined;
  /**
   * Claim with further permissions, a list or words with spaces between: see `history.permission`.
   *
   * @defaultValue `permissions`
   */
  readonly permissionsClaim?: string | undefined;
}

/**
 * How tokens of an app's own users are verified, and what they may do here. `secret` or `jwksUrl`
 * is needed; everything about signatures is as for `jwtTokens` of `@whodid/capture/jwt`.
 */
export interface JwtAccessOptions extends Omit<JwtTokensOptions, 'claims'>, JwtClaimOptions {}

export const jwtClaimRules: OptionRules<JwtClaimOptions> = {
  tenantClaim: text('tenant'),
  roleClaim: text('whodid_role'),
  permissionsClaim: text('permissions'),
};
