import { useQuery } from '@tanstack/react-query';
import { requestJson } from '../api/request.ts';

/** What a credential may do; the collector's own list. */
export type Scope = 'ingest' | 'own' | 'read' | 'triage' | 'audit' | 'admin';

/** Who is signed in. */
export interface Me {
  readonly id: string;
  readonly name: string;
  /** The person in the entries, if the session is a person's. */
  readonly userId?: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
}

/** Under which the answer to {@link useMe} is kept. */
export const meKey = ['me'] as const;

/** Whose session this is. Nothing until the collector has said so. */
export function useMe(): Me | undefined {
  return useQuery({ queryKey: meKey, queryFn: fetchMe }).data;
}

/** Whether whoever is signed in may do something: what they may not is not offered. */
export function useMay(needed: Scope): boolean {
  const me = useMe();
  return me !== undefined && may(me.scopes, needed);
}

/** Whether somebody who holds `held` may do what needs `needed`. As the collector sees it. */
export function may(held: readonly Scope[], needed: Scope): boolean {
  return held.some((scope) => scope === needed || included[scope].includes(needed));
}

const included: { readonly [S in Scope]: readonly Scope[] } = {
  ingest: [],
  own: [],
  read: [],
  triage: ['read'],
  audit: ['read'],
  admin: ['own', 'read', 'triage', 'audit'],
};

/** @throws ApiError `UNAUTHENTICATED` if there is no session. */
export async function fetchMe(): Promise<Me> {
  return (await requestJson('/v1/me')) as Me;
}
