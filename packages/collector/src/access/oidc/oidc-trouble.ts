import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';

/** What is wrong: the provider says no, does not answer, or its answer is not good. */
export type OidcTroubleKind = 'refused' | 'away' | 'nonsense';

/** Why a sign-in at the provider came to nothing. It holds nothing that was said there. */
export class OidcTrouble extends Error {
  readonly kind: OidcTroubleKind;
  /** For operators: a code of the protocol or of the library, as in `access_denied`. */
  readonly code: string;

  private constructor(kind: OidcTroubleKind, code: string) {
    super(`${kind}: ${code}`);
    this.name = 'OidcTrouble';
    this.kind = kind;
    this.code = code;
  }

  /** Makes one of what the library threw. */
  static of(error: unknown): OidcTrouble {
    if (error instanceof AuthorizationResponseError) {
      return new OidcTrouble('refused', word(error.error));
    }
    if (error instanceof ResponseBodyError) return new OidcTrouble('nonsense', word(error.error));
    const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
    const inner = (cause as { readonly code?: unknown } | undefined)?.code;
    const isAway = error instanceof TypeError || code === 'OAUTH_TIMEOUT' || isNetwork(inner);
    return new OidcTrouble(isAway ? 'away' : 'nonsense', word(isNetwork(inner) ? inner : code));
  }
}

// Of the system or of undici. Everything that the library itself finds wrong begins with OAUTH.
function isNetwork(code: unknown): boolean {
  return typeof code === 'string' && /^(E[A-Z]+|UND_[A-Z_]+|CERT_[A-Z_]+)$/.test(code);
}

// A provider can write what it likes, and we repeat only what is a code.
function word(text: unknown): string {
  return typeof text === 'string' && /^[\w-]{1,60}$/.test(text) ? text : 'unknown';
}
