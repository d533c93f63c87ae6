import type { Actor, Json } from '../entry/entry.ts';
import type { LineStyle } from './line-style.ts';

/** Who acted, as document 001 describes a person. What is not known is `""`. */
export type UserInfo = { readonly [name: string]: string };

const names = ['title', 'email', 'first_name', 'middle_name', 'last_name'] as const;
const personalNames = ['sex', 'date_of_birth'] as const;

/** The id of who acted; `""` for nobody, never a word that could be somebody's name. */
export function userId(actor: Actor | null): string {
  return actor === null || actor.type === 'anonymous' ? '' : actor.id;
}

/**
 * Describes who acted by `actor.info`, whose names may be written `first_name` or `firstName`, and by
 * `actor.email`.
 */
export function userInfo(actor: Actor | null, { personalDetails }: LineStyle): UserInfo {
  const wanted = personalDetails ? [...names, ...personalNames] : names;
  return Object.fromEntries(wanted.map((name) => [name, detail(actor, name)]));
}

function detail(actor: Actor | null, name: string): string {
  const info: { readonly [name: string]: Json } = actor?.info ?? {};
  const found = info[name] ?? info[camelCase(name)];
  if (typeof found === 'string') return found;
  return name === 'email' ? (actor?.email ?? '') : '';
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
