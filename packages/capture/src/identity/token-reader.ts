import type { Actor } from '@whodid/core';

/** What a credential that was verified says. */
export interface Identity {
  readonly actor: Actor;
  /** On whose behalf the actor acts: the `sub` of a token with an `act` claim (RFC 8693 section 4.1). */
  readonly onBehalfOf?: readonly Actor[];
  /** Claims that the app wants to have in its entries. */
  readonly data?: { readonly [claim: string]: unknown };
}

/**
 * Why a token was refused; a word, never a part of the token.
 *
 * - `malformed`: not a signed token of a form that is read, or longer than one may be.
 * - `algorithm`: signed by an algorithm that is not allowed, or not at all.
 * - `key`: no key of ours fits it.
 * - `signature`: the signature is wrong.
 * - `expired`, `not_yet_valid`: the signature is right, the time is not.
 * - `issuer`, `audience`: made by or for somebody else.
 * - `claims`: does not say what it must, such as until when it is valid and of whom it speaks.
 * - `unavailable`: the keys could not be had, so nothing is known about it.
 */
export type Refusal =
  | 'malformed'
  | 'algorithm'
  | 'key'
  | 'signature'
  | 'expired'
  | 'not_yet_valid'
  | 'issuer'
  | 'audience'
  | 'claims'
  | 'unavailable';

/** A token is either verified or refused. */
export type TokenVerdict = { readonly identity: Identity } | { readonly refused: Refusal };

/** Tells who signed in by a token. It decides nothing for the app: only what entries say. */
export interface TokenReader {
  /** The verdict, if it is known already: nothing is waited for. Never throws. */
  known(token: string): TokenVerdict | undefined;
  /** Verifies. Never rejects and never throws. */
  verify(token: string): Promise<TokenVerdict>;
}
