import { createHmac } from 'node:crypto';
import type { Client } from '@whodid/core';
import type { Journal, Note } from '../journal/journal.ts';
import type { Caller } from './caller.ts';
import { defaultTenant } from './tenant.ts';
import { targetOf } from './user-routes.ts';
import type { User } from './users.ts';

/** How somebody signs in. */
export type SignInWay = 'password' | 'oidc' | 'link';

/** Severity of sign-ins, as in `Entry.level`: LOGIN. */
const level = 23;
const nobody = { type: 'anonymous', id: 'anonymous' } as const;

/** Whom a failed sign-in was about. */
export interface FailedSignIn {
  readonly way: SignInWay;
  readonly reason: string;
  /** Whom the name means. `null` for nobody. */
  readonly user: User | null;
  /** What was typed as a name, if it means nobody. */
  readonly typedName?: string;
  /** Who it is for the identity provider. */
  readonly subject?: string;
}

/** The entries about who signed in, who tried to, and who signed out. */
export class SignInNotes {
  readonly #journal: Journal;
  readonly #secret: Uint8Array;

  /** @param secret - makes fingerprints of typed names that nobody else can make. */
  constructor(journal: Journal, secret: Uint8Array) {
    this.#journal = journal;
    this.#secret = secret;
  }

  async signedIn(user: User, way: SignInWay, client: Client): Promise<void> {
    const { tenant, userId, name } = user;
    const note: Note = { ...signIn(way, client), outcome: 'success' };
    await this.#journal.writeAs(note, { tenant, actor: { type: 'user', id: userId, name } });
  }

  async signedInByLink(caller: Caller, client: Client): Promise<void> {
    const note: Note = { ...signIn('link', client), outcome: 'success' };
    await this.#journal.write(note, caller);
  }

  /**
   * A typed name that means nobody may be a password in the wrong field, so it is not kept. Its
   * fingerprint tells whether two tries were with the same one.
   */
  async failed(
    { way, reason, user, typedName, subject }: FailedSignIn,
    client: Client,
  ): Promise<void> {
    const named = typedName === undefined ? {} : { nameFingerprint: this.#fingerprint(typedName) };
    const note: Note = {
      ...signIn(way, client),
      outcome: 'failure',
      reason,
      targets: user === null ? [] : [targetOf(user)],
      data: { way, ...named, ...(subject === undefined ? {} : { subject }) },
    };
    await this.#journal.writeAs(note, { tenant: user?.tenant ?? defaultTenant, actor: nobody });
  }

  async signedOut(caller: Caller, client: Client): Promise<void> {
    const note: Note = { kind: 'auth', action: 'whodid.logout', stream: 'LOGIN', level, client };
    await this.#journal.write(note, caller);
  }

  async passwordChanged(caller: Caller, user: User, client: Client): Promise<void> {
    const data = { changes: [{ field: 'password' }] };
    const targets = [targetOf(user)];
    await this.#journal.write({ action: 'whodid.user.update', targets, data, client }, caller);
  }

  // 32 bits: enough to tell tries apart, and too few to tell which of all texts it was.
  #fingerprint(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('hex').slice(0, 8);
  }
}

function signIn(way: SignInWay, client: Client): Note {
  return { kind: 'auth', action: 'whodid.login', stream: 'LOGIN', level, client, data: { way } };
}
