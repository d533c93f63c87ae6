import { WhodidError } from '@whodid/core';
import type { Caller } from '../access/caller.ts';
import { isRole, type Role, scopesOf } from '../access/roles.ts';
import { defaultTenant } from '../access/tenant.ts';

/** Somebody who is signed in to the app, and what they may do in its dashboard. */
export interface AppUser {
  /** Who they are in entries: `actor.id`. Every look of theirs is recorded with it. */
  readonly id: string;
  /**
   * What they are called.
   *
   * @defaultValue the id
   */
  readonly name?: string | undefined;
  /**
   * - `own`: nothing but the own history.
   * - `viewer`: sees all entries.
   * - `auditor`: a viewer who also moves entries through the stages, and sees who looked.
   * - `admin`: an auditor who also manages keys and users of the collector.
   */
  readonly role: Role;
  /**
   * Whose entries they see.
   *
   * @defaultValue `default`
   */
  readonly tenant?: string | undefined;
}

/**
 * Checks what an app says about who asks: a mistake must not let anybody in.
 *
 * @throws WhodidError `CONFIG_INVALID`.
 */
export function checkAppUser(user: AppUser): AppUser {
  const { id, name = id, role, tenant = defaultTenant } = user;
  for (const [field, value] of Object.entries({ id, name, tenant })) {
    if (typeof value !== 'string' || value === '') throw invalid(field, 'text', value);
  }
  if (!isRole(role)) throw invalid('role', 'own, viewer, auditor or admin', role);
  return { id, name, role, tenant };
}

/** A checked {@link AppUser} as one who sends requests. */
export function callerOfApp(user: AppUser, stillValid: Caller['stillValid']): Caller {
  const { id, name = id, role, tenant = defaultTenant } = user;
  return {
    // Nobody whom the collector knows itself: their password is none of its business.
    id: `app:${id}`,
    ...{ name, tenant, userId: id, scopes: scopesOf[role] },
    ...{ permissions: [], keyId: null, operator: false, via: 'app', stillValid },
  };
}

function invalid(field: string, wanted: string, got: unknown): WhodidError {
  return new WhodidError('CONFIG_INVALID', {
    ...{ option: `whodidDashboard.user().${field}`, wanted },
    got: got === '' ? 'empty text' : typeof got,
  });
}
