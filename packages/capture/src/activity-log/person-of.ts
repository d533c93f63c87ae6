import type { Actor } from '@whodid/core';
import { userActor } from '../exchange/actor.ts';
import { fieldOf, textOf } from './field-of.ts';

/**
 * A user object as an actor, with what document 000 tells of a user: full name, roles, branch and last
 * sign-in. `null` if nothing in it says who it is.
 */
export function personOf(user: unknown): Actor | null {
  const actor = actorOf(user);
  if (actor === null) return null;
  const full = [
    textOf(user, 'firstname', 'first_name', 'firstName'),
    textOf(user, 'lastname', 'last_name', 'lastName'),
  ];
  const name = full.filter((part) => part !== undefined).join(' ') || actor.name;
  const role = listed(user, 'role', 'roleName', 'role_name', 'role_names', 'roles') ?? actor.role;
  const roleId = listed(user, 'roleId', 'role_id', 'roleIds', 'role_ids');
  const info = filled({
    username: textOf(user, 'username', 'userName'),
    branchCode: textOf(user, 'branch_code', 'branchCode'),
    branchName: textOf(user, 'branch', 'branch_name', 'branchName'),
    lastLogin: textOf(user, 'last_login', 'lastLogin'),
  });
  return {
    ...actor,
    ...filled({ name, role, roleId }),
    ...(Object.keys(info).length === 0 ? {} : { info }),
  };
}

// The object is the app's, and may have accessors that throw.
function actorOf(user: unknown): Actor | null {
  try {
    return userActor(user);
  } catch {
    return null;
  }
}

/** Text, or a list of texts as document 000 writes it. */
function listed(user: unknown, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = fieldOf(user, name);
    if (!Array.isArray(found)) {
      const text = textOf(user, name);
      if (text !== undefined) return text;
      continue;
    }
    const texts = found.filter((item) => typeof item === 'string' || typeof item === 'number');
    if (texts.length > 0) return texts.join(', ');
  }
  return undefined;
}

function filled(texts: { readonly [name: string]: string | undefined }): {
  readonly [name: string]: string;
} {
  const present = Object.entries(texts).filter(([, text]) => text !== undefined);
  return Object.fromEntries(present) as { readonly [name: string]: string };
}
