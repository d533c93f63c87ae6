import type { Actor, Recorder } from '@whodid/core';
import { anonymous, askActor, signedInUser } from '../exchange/actor.ts';
import type { Identity, Refusal, TokenReader, TokenVerdict } from '../identity/token-reader.ts';
import { askOnBehalfOf } from './ask-on-behalf-of.ts';
import { bearerToken } from './bearer-token.ts';
import { checkedVerdict } from './checked-verdict.ts';
import { inTime } from './in-time.ts';

/** What a caller is made out by. */
export interface CallerOptions {
  readonly tokens: TokenReader;
  readonly actorOf: (request: object) => Actor | null | undefined;
  readonly onBehalfOf: (request: object) => Actor | readonly Actor[] | null | undefined;
}

const unavailable: TokenVerdict = { refused: 'unavailable' };
/** Longest that a request, or its entry, waits for a token. `jwtTokens()` fetches keys for as long. */
const longestWaitMs = 2_000;

/**
 * Who makes a request, as far as that is known by now. In this order: a token that was verified, the
 * app's own user, the answer to a sign-in. What nobody has verified counts for nothing.
 */
export class Caller {
  readonly #recorder: Recorder;
  readonly #options: CallerOptions;
  #subject: object;
  #verdict: TokenVerdict | undefined;
  #ready: Promise<void> | undefined;
  #signedIn: Actor | undefined;
  #asking = false;

  /** @param subject - the request as `actorOf` wants it; frameworks have their own object. */
  constructor(recorder: Recorder, options: CallerOptions, subject: object) {
    this.#recorder = recorder;
    this.#options = options;
    this.#subject = subject;
  }

  /** Begins to verify what the request carries in its `authorization` header. */
  present(authorization: unknown): void {
    const token = bearerToken(authorization);
    if (token === undefined) return;
    this.#verdict = this.#known(token);
    if (this.#verdict !== undefined) return;
    this.#ready = this.verify(token).then((verdict) => {
      this.#verdict = verdict;
      this.#ready = undefined;
    });
  }

  /** Settles when the credential is verified; `undefined` if there is nothing to wait for. */
  get ready(): Promise<void> | undefined {
    return this.#ready;
  }

  /** Who it is, by what is known now. */
  get actor(): Actor {
    const verified = this.#identity?.actor;
    try {
      const told = this.#askApp();
      // The app knows more about the same person than a token does.
      if (verified !== undefined)
        return told.id === verified.id ? { ...told, ...verified } : verified;
      return told.type === 'anonymous' ? (this.#signedIn ?? told) : told;
    } catch (error) {
      // An actor whose own properties throw.
      this.#recorder.fault('capture.actorOf', error);
      return verified ?? this.#signedIn ?? anonymous;
    }
  }

  /** For whom. */
  get onBehalfOf(): readonly Actor[] | undefined {
    const told = askOnBehalfOf(this.#recorder, this.#options.onBehalfOf, this.#subject);
    return told ?? this.#identity?.onBehalfOf;
  }

  /** Claims of the token that the app wants to have. */
  get claims(): { readonly [claim: string]: unknown } | undefined {
    return this.#identity?.data;
  }

  /** Why the token was refused. An app may know its user by other means all the same. */
  get refusal(): Refusal | undefined {
    if (this.#verdict === undefined || !('refused' in this.#verdict)) return undefined;
    return this.#verdict.refused;
  }

  /** Whether the app wants to be asked about the request as its framework knows it. */
  meet(subject: object): void {
    if (this.#options.actorOf === signedInUser) this.#subject = subject;
  }

  /** The answer was a sign-in of this person. */
  signIn(actor: Actor): void {
    this.#signedIn = actor;
  }

  /** What is to be thought of a token, within 2 s. Never rejects, whatever the reader does. */
  async verify(token: string): Promise<TokenVerdict> {
    try {
      const verdict = await inTime(this.#options.tokens.verify(token), longestWaitMs);
      return checkedVerdict(verdict) ?? unavailable;
    } catch (error) {
      this.#recorder.fault('capture.tokens', error);
      return unavailable;
    }
  }

  get #identity(): Identity | undefined {
    return this.#verdict !== undefined && 'identity' in this.#verdict
      ? this.#verdict.identity
      : undefined;
  }

  #known(token: string): TokenVerdict | undefined {
    try {
      return checkedVerdict(this.#options.tokens.known(token));
    } catch (error) {
      this.#recorder.fault('capture.tokens', error);
      return unavailable;
    }
  }

  #askApp(): Actor {
    // What `actorOf` records itself would ask for its actor again.
    if (this.#asking) return anonymous;
    this.#asking = true;
    const actor = askActor(this.#recorder, this.#options.actorOf, this.#subject);
    this.#asking = false;
    return actor;
  }
}
