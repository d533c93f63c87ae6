import type { AppUser } from '../../src/mount/app-user.ts';

/** An app with people of its own, that the dashboard is mounted in. */
export interface Shop {
  readonly name: string;
  readonly url: string;
  close(): Promise<void>;
}

export const loginPage = '<!doctype html><title>Shop</title><h1>Sign in to the shop</h1>';

/** Who has the session of the shop, as its cookie says: `shop=ada.viewer`. */
export function userIn(cookie: string | undefined): AppUser | null {
  const [, id, role] = /(?:^|; )shop=(\w+)\.(\w+)/.exec(cookie ?? '') ?? [];
  if (id === undefined || ended.has(id)) return null;
  return { id, name: `${id} of the shop`, role: role as AppUser['role'] };
}

/** Whose sessions the shop has ended. */
export const ended: Set<string> = new Set();
