import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { ApiClient } from './api-client.ts';

/** A user as the collector lists them. Times are RFC 3339. */
export interface UserInfo {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly role: string;
  readonly tenant: string;
  readonly signsInWith: string;
  readonly createdAt: string;
  readonly lastSignInAt?: string;
  readonly disabledAt?: string;
}

/** All users that we may see. */
export async function listUsers(client: ApiClient): Promise<readonly UserInfo[]> {
  const { users } = await client.json<{ readonly users: readonly UserInfo[] }>({
    path: '/v1/users',
  });
  return users;
}

/**
 * Changes the user of a name.
 *
 * @throws Failure 4 if there is none.
 */
export async function changeUser(
  client: ApiClient,
  name: string,
  change: { readonly [field: string]: string | boolean },
): Promise<UserInfo> {
  const users = await listUsers(client);
  const wanted = name.normalize('NFKC').trim();
  // Tenants may differ in capitals only; what follows the last slash never does.
  const user =
    users.find((known) => known.name === wanted) ??
    users.find((known) => known.name.toLowerCase() === wanted.toLowerCase());
  if (user === undefined) {
    throw new Failure(exitCodes.notFound, 'There is no user with that name', 'whodid users list');
  }
  return await client.json<UserInfo>({
    method: 'PATCH',
    path: `/v1/users/${encodeURIComponent(user.id)}`,
    body: { type: 'application/json', text: JSON.stringify(change) },
  });
}
