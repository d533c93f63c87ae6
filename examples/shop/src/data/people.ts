import type { DatabaseSync } from 'node:sqlite';

export type Role = 'customer' | 'support' | 'admin';
export const roles: readonly Role[] = ['customer', 'support', 'admin'];

/** Somebody with an account. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

export function listPeople(database: DatabaseSync): readonly Person[] {
  return database
    .prepare('select id, email, name, role from people order by id')
    .all() as unknown as Person[];
}

export function findPerson(database: DatabaseSync, id: string): Person | undefined {
  return database.prepare('select id, email, name, role from people where id = ?').get(id) as
    | Person
    | undefined;
}

/** Somebody by e-mail address, with the hash to check a password against. */
export function findSignIn(
  database: DatabaseSync,
  email: string,
): { readonly person: Person; readonly passwordHash: string } | undefined {
  const row = database.prepare('select * from people where email = ?').get(email) as
    | (Person & { readonly password_hash: string })
    | undefined;
  if (row === undefined) return undefined;
  const { password_hash: passwordHash, ...person } = row;
  return { person, passwordHash };
}

export function changeRole(database: DatabaseSync, id: string, role: Role): void {
  database.prepare('update people set role = ? where id = ?').run(role, id);
}
