import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '@whodid/core';
import { PasswordHashes } from './password-hashes.ts';
import type { Role } from './roles.ts';
import { newKeyId } from './secret.ts';
import type { Sessions } from './sessions.ts';
import { signInName } from './sign-in-name.ts';

/** A person who can sign in. Times are epoch ms. */
export interface User {
  readonly id: string;
  readonly tenant: string;
  /** What they sign in with, in the form of `signInName`. */
  readonly name: string;
  /** Who they are in entries: `actor.id`. */
  readonly userId: string;
  readonly role: Role;
  /** What is kept of the password. `null` for those who come by OIDC. */
  readonly password: string | null;
  /** Who answers for them, and under what name there. Both `null` for those with a password. */
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
  readonly disabledAt: number | null;
}

/** What a new user shall be. */
export type UserRequest = Pick<
  User,
  'tenant' | 'name' | 'userId' | 'role' | 'password' | 'issuer' | 'subject'
>;

/** What can be changed of a user. */
export type UserChange = Partial<Pick<User, 'tenant' | 'userId' | 'role' | 'password'>> & {
  readonly disabled?: boolean;
};

/** What became of a name and a password. `user` is whom the name means, if anybody. */
export interface SignInVerdict {
  readonly user: User | null;
  /** Why it is no sign-in, for entries only: whoever tries is not told. `null` if it is one. */
  readonly fault: 'unknown name' | 'wrong password' | 'disabled' | null;
}

const columns = `id, tenant, name, user_id as userId, role, password, issuer, subject,
  created_at as createdAt, last_sign_in_at as lastSignInAt, disabled_at as disabledAt`;

/** The people of a collector, in its access file. They are never deleted: entries refer to them. */
export class Users {
  readonly hashes: PasswordHashes = new PasswordHashes();
  readonly #clock: Clock;
  readonly #sessions: Sessions;
  readonly #byId: StatementSync;
  readonly #byName: StatementSync;
  readonly #bySubject: StatementSync;
  readonly #list: StatementSync;
  readonly #anyPassword: StatementSync;
  readonly #insert: StatementSync;
  readonly #remove: StatementSync;
  readonly #update: StatementSync;
  readonly #touch: StatementSync;

  constructor(file: DatabaseSync, clock: Clock, sessions: Sessions) {
    this.#clock = clock;
    this.#sessions = sessions;
    this.#byId = file.prepare(
      `select ${columns} from users where id = ?1 and (?2 is null or tenant = ?2)`,
    );
    this.#byName = file.prepare(`select ${columns} from users where name = ?`);
    this.#bySubject = file.prepare(`select ${columns} from users where issuer = ? and subject = ?`);
    this.#list = file.prepare(
      `select ${columns} from users where ?1 is null or tenant = ?1 order by name`,
    );
    this.#anyPassword = file.prepare(
      'select 1 from users where password is not null and disabled_at is null limit 1',
    );
    this.#insert = file.prepare(
      `insert into users (id, tenant, name, user_id, role, password, issuer, subject, created_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    );
    this.#remove = file.prepare('delete from users where id = ?');
    this.#update = file.prepare(
      `update users set tenant = ?, user_id = ?, role = ?, password = ?, disabled_at = ?
       where id = ?`,
    );
    this.#touch = file.prepare('update users set last_sign_in_at = ? where id = ?');
  }

  /** Makes a user, or `null` if the name is taken. `name` has the form of `signInName`. */
  create(request: UserRequest): User | null {
    const { tenant, name, userId, role, password, issuer, subject } = request;
    const id = newKeyId();
    const values = [id, tenant, name, userId, role, password, issuer, subject];
    const { changes } = this.#insert.run(...values, this.#clock.now());
    return changes === 1 ? this.find(id, null) : null;
  }

  /** Undoes a {@link create} that nothing refers to yet. */
  forget({ id }: User): void {
    this.#sessions.endOf(id);
    this.#remove.run(id);
  }

  /** A user, or `null` if there is none of this id, in this tenant unless `null`. */
  find(id: string, tenant: string | null): User | null {
    return (this.#byId.get(id, tenant) as unknown as User | undefined) ?? null;
  }

  /** Whom an identity provider means. */
  bySubject(issuer: string, subject: string): User | null {
    return (this.#bySubject.get(issuer, subject) as unknown as User | undefined) ?? null;
  }

  /** Who signs in with this, in whatever form it was typed. */
  byName(typed: string): User | null {
    const name = signInName(typed);
    if (name === null) return null;
    return (this.#byName.get(name) as unknown as User | undefined) ?? null;
  }

  /** The users of a tenant, or of all with `null`, by name. */
  list(tenant: string | null): readonly User[] {
    return this.#list.all(tenant) as unknown as User[];
  }

  /** Whether anybody at all could sign in with a password. */
  anyWithPassword(): boolean {
    return this.#anyPassword.get() !== undefined;
  }

  /**
   * Checks a name and a password. Takes as long whether or not there is such a user.
   *
   * @throws Problem `BUSY`.
   */
  async verify(typedName: string, password: string): Promise<SignInVerdict> {
    const user = this.byName(typedName);
    const isRight = await this.hashes.verify(password, user?.password ?? null);
    if (user === null) return { user, fault: 'unknown name' };
    if (!isRight) return { user, fault: 'wrong password' };
    return { user, fault: user.disabledAt === null ? null : 'disabled' };
  }

  /**
   * Begins a session of a user who was found out a moment ago. Its secret, or `null` if they have
   * been disabled or given another password, role or tenant meanwhile: checking takes a while.
   */
  signIn(user: User): string | null {
    const now = this.find(user.id, user.tenant);
    if (now === null || now.disabledAt !== null) return null;
    if (now.password !== user.password || now.role !== user.role) return null;
    this.#touch.run(this.#clock.now(), user.id);
    return this.#sessions.begin({ tenant: now.tenant, operator: false, user: now.id });
  }

  /** Changes a user, and ends all their sessions. */
  update({ id }: User, { disabled, ...change }: UserChange): User {
    const before = this.find(id, null) as User;
    const { tenant, userId, role, password } = { ...before, ...change };
    const isDisabled = disabled ?? before.disabledAt !== null;
    const disabledAt = isDisabled ? (before.disabledAt ?? this.#clock.now()) : null;
    this.#update.run(tenant, userId, role, password, disabledAt, id);
    this.#sessions.endOf(id);
    return this.find(id, null) as User;
  }
}
