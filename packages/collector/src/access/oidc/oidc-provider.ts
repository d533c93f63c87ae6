import { type Clock, type ReadOptions, readOptions, WhodidError } from '@whodid/core';
import * as client from 'openid-client';
import { type OidcOptions, oidcRules } from './oidc-options.ts';
import { OidcTrouble } from './oidc-trouble.ts';
import type { Pending } from './pending-sign-ins.ts';

/** What a provider says about somebody: the claims of the token, and of userinfo. */
export interface OidcClaims {
  readonly iss: string;
  readonly sub: string;
  readonly [claim: string]: unknown;
}

const answerSeconds = 10;
/** How long what the provider says about itself is taken for true. */
const freshMs = 60 * 60_000;

/** An identity provider, spoken to with the authorization code flow, PKCE, state and nonce. */
export class OidcProvider {
  readonly options: ReadOptions<OidcOptions>;
  /** What people call it. */
  readonly name: string;
  readonly #clock: Clock;
  #known: { readonly configuration: client.Configuration; readonly until: number } | null = null;

  /** @throws WhodidError `CONFIG_INVALID`, `CONFIG_UNKNOWN`. */
  constructor(given: OidcOptions, clock: Clock) {
    this.options = readOptions('oidc', oidcRules, given);
    for (const option of ['issuer', 'clientId'] as const) {
      if (this.options[option] !== '') continue;
      const { wanted } = oidcRules[option];
      throw new WhodidError('CONFIG_INVALID', { option: `oidc.${option}`, wanted, got: 'nothing' });
    }
    this.name = this.options.name ?? new URL(this.options.issuer).host;
    this.#clock = clock;
  }

  /**
   * Where to send the browser.
   *
   * @throws OidcTrouble.
   */
  async begin({ state, nonce, verifier }: Pending, redirectUri: string): Promise<URL> {
    return await this.#ask(async (configuration) =>
      client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: this.options.scope,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }),
    );
  }

  /**
   * Whom the provider means by its answer.
   *
   * @param answer - the redirect address, with the parameters with which the browser came back.
   * @throws OidcTrouble.
   */
  async finish(answer: URL, { state, nonce, verifier }: Pending): Promise<OidcClaims> {
    return await this.#ask(async (configuration) => {
      const tokens = await client.authorizationCodeGrant(configuration, answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      // With `idTokenExpected` there is one, or it threw.
      const claims = tokens.claims() as OidcClaims;
      if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
      // Many tell no more than `sub` in the token. It must be about the same person, or it throws.
      const more = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
      return { ...more, ...claims };
    });
  }

  async #ask<T>(use: (configuration: client.Configuration) => Promise<T>): Promise<T> {
    try {
      return await use(await this.#configuration());
    } catch (error) {
      throw OidcTrouble.of(error);
    }
  }

  async #configuration(): Promise<client.Configuration> {
    if (this.#known !== null && this.#known.until > this.#clock.now()) {
      return this.#known.configuration;
    }
    const { issuer, clientId, clientSecret } = this.options;
    const isHere = issuer.startsWith('http:');
    const configuration = await client.discovery(
      new URL(issuer),
      clientId,
      undefined,
      clientSecret === null ? client.None() : secretAuth(clientSecret),
      {
        timeout: answerSeconds,
        execute: [
          // Over TLS one may go without the signature. We do not, and http to this machine is none.
          client.enableNonRepudiationChecks,
          ...(isHere ? [client.allowInsecureRequests] : []),
        ],
      },
    );
    this.#known = { configuration, until: this.#clock.now() + freshMs };
    return configuration;
  }
}

// What a provider takes that does not say (OpenID Connect Discovery 1.0, section 3) is Basic.
function secretAuth(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, metadata, body, headers) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const auth = taken.includes('client_secret_basic') ? basic : post;
    auth(server, metadata, body, headers);
  };
}
