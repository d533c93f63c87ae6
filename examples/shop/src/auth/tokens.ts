import { jwtVerify, SignJWT } from 'jose';

/** Makes and reads the shop's JSON web tokens. */
export interface Tokens {
  /** A token that stands for `personId` for `minutes`. */
  issue(personId: string, minutes: number): Promise<string>;
  /** Whom a token stands for. Rejects if it is forged, expired or not one of ours. */
  read(token: string): Promise<string>;
}

const issuer = 'shop.example';

/** Tokens signed with `secret`, at least 32 bytes. */
export function createTokens(secret: Uint8Array): Tokens {
  return {
    issue: (personId, minutes) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(issuer)
        .setSubject(personId)
        .setIssuedAt()
        .setExpirationTime(`${minutes} minutes`)
        .sign(secret),

    // The algorithm is ours to choose, not the token's: `alg: none` is a classic.
    async read(token) {
      const { payload } = await jwtVerify(token, secret, { issuer, algorithms: ['HS256'] });
      if (payload.sub === undefined) throw new Error('The token names nobody');
      return payload.sub;
    },
  };
}
