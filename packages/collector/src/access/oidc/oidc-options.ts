import { custom, type OptionRules, text } from '@whodid/core';
import { isLoopback } from '../guard.ts';
import { isRole, type Role } from '../roles.ts';

/** The identity provider (OpenID Connect) at which people sign in, and what its claims mean here. */
export interface OidcOptions {
  /**
   * The address of the provider, exactly as it calls itself. `https:`, or `http:` for this machine
   * alone.
   *
   * @defaultValue none, it is needed
   */
  readonly issuer?: string | undefined;
  /**
   * How the provider knows this collector. Its redirect address there is `/auth/oidc/callback` under
   * `publicUrl`.
   *
   * @defaultValue none, it is needed
   */
  readonly clientId?: string | undefined;
  /**
   * The secret that belongs to it. `null` for a public client; PKCE is used in any case.
   *
   * @defaultValue `null`
   */
  readonly clientSecret?: string | null | undefined;
  /**
   * What people call the provider: the button says "Sign in with NAME". `null` is its host name.
   *
   * @defaultValue `null`
   */
  readonly name?: string | null | undefined;
  /**
   * What is asked for, words with spaces between.
   *
   * @defaultValue `openid profile email`
   */
  readonly scope?: string | undefined;
  /**
   * Claim with the role: `own`, `viewer`, `auditor` or `admin`, or a list, of whose roles the one
   * counts that may most.
   *
   * @defaultValue `whodid_role`
   */
  readonly roleClaim?: string | undefined;
  /**
   * Claim with the tenant. Somebody without it is of the tenant `default`.
   *
   * @defaultValue `tenant`
   */
  readonly tenantClaim?: string | undefined;
  /**
   * Claim that tells who somebody is in entries (`actor.id`), and so whose history is their own. Only
   * one that people cannot change themselves.
   *
   * @defaultValue `sub`
   */
  readonly userClaim?: string | undefined;
  /**
   * The role of everybody whom the provider lets in without telling one. With `null` they are
   * refused.
   *
   * @defaultValue `null`
   */
  readonly defaultRole?: Role | null | undefined;
}

const wantedIssuer = 'the https: address of an identity provider, or http: on this machine';
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);

export const oidcRules: OptionRules<OidcOptions> = {
  issuer: custom<string>(wantedIssuer, '', isIssuer),
  clientId: text(''),
  clientSecret: custom<string | null>('text or null', null, isTextOrNull),
  name: custom<string | null>('text or null', null, isTextOrNull),
  scope: custom<string>(
    'words with spaces between, openid among them',
    'openid profile email',
    (value) => isText(value) && String(value).split(' ').includes('openid'),
  ),
  roleClaim: text('whodid_role'),
  tenantClaim: text('tenant'),
  userClaim: text('sub'),
  defaultRole: custom<Role | null>(
    'own, viewer, auditor, admin or null',
    null,
    (value) => value === null || isRole(value),
  ),
};

function isIssuer(value: unknown): boolean {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (url === null || url.username !== '' || url.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}
