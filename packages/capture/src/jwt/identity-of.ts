import type { Actor } from '@whodid/core';
import type { Identity } from '../identity/token-reader.ts';

type Claims = { readonly [claim: string]: unknown };

/** What is read from claims; see `JwtTokensOptions`. */
export interface ReadClaims {
  readonly subjects: readonly string[];
  readonly claims: readonly string[];
}

/**
 * Reads the claims of a verified token; `undefined` if they do not say of whom they speak.
 *
 * With an `act` claim (RFC 8693 section 4.1) it is that one who acts, for the subject of the token.
 * Earlier actors nested in it are history and do not count.
 */
export function identityOf(
  claims: Claims,
  { subjects, claims: wanted }: ReadClaims,
): Identity | undefined {
  const subject = actorOf(claims, subjects);
  if (subject === undefined) return undefined;
  const data = copied(claims, wanted);
  const rest = data === undefined ? {} : { data };
  const credential = idOf(own(claims, 'jti'));
  const named = credential === undefined ? {} : { credential };
  const act = own(claims, 'act');
  if (act === undefined) return { actor: { ...subject, ...named }, ...rest };
  // That somebody else acts is said, but not who: then nobody can be named.
  const actor = isClaims(act) ? actorOf(act, [...subjects, 'sub']) : undefined;
  if (actor === undefined) return undefined;
  return { actor: { ...actor, ...named }, onBehalfOf: [subject], ...rest };
}

function actorOf(claims: Claims, subjects: readonly string[]): Actor | undefined {
  const id = first(claims, subjects, idOf);
  if (id === undefined) return undefined;
  const name = first(claims, ['name', 'preferred_username'], textOf);
  const email = textOf(own(claims, 'email'));
  const role = first(claims, ['role', 'roles', 'role_names'], listOf);
  const roleId = first(claims, ['role_id', 'role_ids'], listOf);
  return {
    type: 'user',
    id,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(role === undefined ? {} : { role }),
    ...(roleId === undefined ? {} : { roleId }),
  };
}

function copied(claims: Claims, wanted: readonly string[]): Identity['data'] {
  const found = wanted.filter((claim) => Object.hasOwn(claims, claim));
  if (found.length === 0) return undefined;
  // Defines properties and sets none, so a claim named `__proto__` is one like every other.
  return Object.fromEntries(found.map((claim) => [claim, claims[claim]]));
}

function first(
  claims: Claims,
  names: readonly string[],
  read: (value: unknown) => string | undefined,
): string | undefined {
  for (const name of names) {
    const found = read(own(claims, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

function own(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}

/** A number beyond 2^53 has lost digits on the way and would name somebody else. */
function idOf(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : textOf(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function listOf(value: unknown): string | undefined {
  const items = (Array.isArray(value) ? value : [value]).map(idOf);
  const texts = items.filter((item) => item !== undefined);
  return texts.length === 0 ? undefined : texts.join(', ');
}

function isClaims(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
