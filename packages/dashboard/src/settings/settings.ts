import type { Scope } from '../account/me.ts';
import type { SignInWays } from '../api/collector.ts';
import { requestJson } from '../api/request.ts';
import { sendJson } from '../api/send-json.ts';

/** What the collector was started with: `GET /v1/settings`. */
export interface Settings {
  readonly redaction: {
    readonly maskKeys: readonly string[];
    readonly headers: readonly string[];
    readonly keepKeys: readonly string[];
    readonly keepHeaders: readonly string[];
    readonly mask: string;
    readonly limits: {
      readonly depth: number;
      readonly keys: number;
      readonly stringBytes: number;
      readonly entryBytes: number;
    };
  };
  readonly retentionDays: number | null;
  readonly limits: {
    readonly entriesAtOnce: number;
    readonly bodyBytes: number;
    readonly perMinute: Readonly<Record<string, number>> | null;
  };
  readonly signIn: SignInWays & { readonly tokens: boolean };
  readonly collector: {
    readonly version: string;
    readonly node: string;
    readonly store: string;
    readonly cache: string;
    readonly onlyThisMachine: boolean;
    readonly publicUrl: string | null;
  };
}

export async function fetchSettings(signal: AbortSignal): Promise<Settings> {
  return (await requestJson('/v1/settings', { signal })) as Settings;
}

/** An API key without its secret. Instants are RFC 3339. */
export interface Key {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly tenant: string;
  readonly userId?: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly lastUsedAt?: string;
  readonly revokedAt?: string;
}

export interface KeyToMake {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly userId?: string;
  readonly expiresAt?: string;
}

export async function fetchKeys(signal: AbortSignal): Promise<readonly Key[]> {
  return ((await requestJson('/v1/keys', { signal })) as { keys: readonly Key[] }).keys;
}

/** The new key with its secret, which is told here and never again. */
export async function makeKey(key: KeyToMake): Promise<Key & { readonly key: string }> {
  return (await sendJson('POST', '/v1/keys', key)) as Key & { readonly key: string };
}

export async function revokeKey({ id }: Key): Promise<void> {
  await sendJson('DELETE', `/v1/keys/${encodeURIComponent(id)}`);
}

export type Role = 'own' | 'viewer' | 'auditor' | 'admin';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly role: Role;
  readonly tenant: string;
  readonly signsInWith: 'password' | 'oidc';
  readonly createdAt: string;
  readonly lastSignInAt?: string;
  readonly disabledAt?: string;
}

export interface UserChange {
  readonly role?: Role;
  readonly password?: string;
  readonly disabled?: boolean;
}

export async function fetchUsers(signal: AbortSignal): Promise<readonly User[]> {
  return ((await requestJson('/v1/users', { signal })) as { users: readonly User[] }).users;
}

export async function makeUser(user: {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}): Promise<User> {
  return (await sendJson('POST', '/v1/users', user)) as User;
}

export async function changeUser(id: string, change: UserChange): Promise<User> {
  return (await sendJson('PATCH', `/v1/users/${encodeURIComponent(id)}`, change)) as User;
}

/** Ends all other sessions of whoever is signed in. */
export async function changePassword(passwords: {
  readonly password: string;
  readonly newPassword: string;
}): Promise<void> {
  await sendJson('POST', '/v1/me/password', passwords);
}
