import { randomBytes } from 'node:crypto';
import type { Actor, Json } from '@whodid/core';
import type { Journal } from '../../journal/journal.ts';
import { nameWithin } from '../sign-in-name.ts';
import { targetOf } from '../user-routes.ts';
import type { User, Users } from '../users.ts';
import type { Person } from './person.ts';

export interface AdmitPersonTools {
  readonly users: Users;
  readonly journal: Journal;
  /** What people call the provider. */
  readonly providerName: string;
}

/**
 * The user that a person is here: made at the first sign-in, and brought up to what the provider says
 * now at each further one.
 */
export async function admitPerson(
  person: Person,
  issuer: string,
  { users, journal, providerName }: AdmitPersonTools,
): Promise<User> {
  const actor: Actor = { type: 'service', id: 'oidc', name: providerName };
  const { subject, role, tenant, userId } = person;
  const made = users.bySubject(issuer, subject) === null ? create(person, issuer, users) : null;
  if (made !== null) {
    try {
      const targets = [targetOf(made)];
      await journal.writeAs(
        { action: 'whodid.user.create', targets, data: { role } },
        { tenant, actor },
      );
    } catch (error) {
      users.forget(made);
      throw error;
    }
    return made;
  }
  const known = users.bySubject(issuer, subject) as User;
  const changes = changesOf(known, person);
  if (changes.length === 0) return known;
  const note = {
    action: 'whodid.user.update',
    targets: [targetOf(known)],
    data: { changes },
  } as const;
  // Whom a tenant loses is its matter as well.
  for (const one of new Set([known.tenant, tenant])) {
    await journal.writeAs(note, { tenant: one, actor });
  }
  return users.update(known, { role, tenant, userId });
}

function changesOf(known: User, person: Person): Json[] {
  return (['role', 'tenant', 'userId'] as const)
    .filter((field) => known[field] !== person[field])
    .map((field) => ({ field, old: known[field], new: person[field] }));
}

// Who was here first keeps the name. It is only shown, so another one is as good. `null` if the same
// person has come in at the same moment.
function create({ name, ...rest }: Person, issuer: string, users: Users): User | null {
  const request = { ...rest, issuer, password: null };
  const own = nameWithin(rest.tenant, name);
  const other = `${own}-${randomBytes(6).toString('hex')}`;
  return users.create({ ...request, name: own }) ?? users.create({ ...request, name: other });
}
