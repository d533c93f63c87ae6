import type { EntryFields } from '@whodid/core';
import { basePath } from '../mount.ts';
import { requestJson } from './request.ts';

/** One page of the list, newest first. */
export interface EntryPage {
  readonly entries: readonly EntryFields[];
  /** Ids of entries that belong here and cannot be shown, if there are any. */
  readonly damaged?: readonly string[];
  /** Where the next older page starts; `null` at the end. */
  readonly next: string | null;
}

/** What to list. Instants are RFC 3339. */
export interface EntryRequest {
  readonly q: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export async function fetchEntries(request: EntryRequest, signal: AbortSignal): Promise<EntryPage> {
  const parameters = Object.entries(request).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  const search = new URLSearchParams(parameters.map(([name, value]) => [name, String(value)]));
  return (await requestJson(`/v1/entries?${search}`, { signal })) as EntryPage;
}

export async function fetchEntry(id: string, signal: AbortSignal): Promise<EntryFields> {
  return (await requestJson(`/v1/entries/${encodeURIComponent(id)}`, { signal })) as EntryFields;
}

/** @throws ApiError `QUERY_INVALID` that names the first wrong character. */
export async function checkQuery(q: string, signal?: AbortSignal): Promise<void> {
  await requestJson(`/v1/query/check?${new URLSearchParams({ q })}`, signal ? { signal } : {});
}

/** How one can sign in here, besides by link. */
export interface SignInWays {
  readonly password: boolean;
  readonly oidc: { readonly name: string } | null;
}

export async function fetchSignInWays(signal: AbortSignal): Promise<SignInWays> {
  return (await requestJson('/v1/session/ways', { signal })) as SignInWays;
}

/** Begins a session. @throws ApiError `SIGN_IN_FAILED`, `RATE_LIMITED`. */
export async function signIn(name: string, password: string): Promise<void> {
  await requestJson('/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-whodid': '1' },
    body: JSON.stringify({ name, password }),
  });
}

export async function fetchHealth(signal: AbortSignal): Promise<void> {
  await requestJson('/healthz', { signal });
}

/** Ends this browser's session. The header tells a page of ours from one that only has the cookie. */
export async function endSession(): Promise<void> {
  await requestJson('/v1/session/end', { method: 'POST', headers: { 'x-whodid': '1' } });
}

/** Where the live entries of a query come from. */
export function liveAddress(q: string): string {
  const address = `${basePath()}/v1/entries/live`;
  return q === '' ? address : `${address}?${new URLSearchParams({ q })}`;
}
