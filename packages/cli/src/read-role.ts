import { usageFailure } from './failure.ts';

const roles = ['own', 'viewer', 'auditor', 'admin'] as const;
type Role = (typeof roles)[number];

/**
 * Checks that a text is a role.
 *
 * @throws Failure 2.
 */
export function readRole(text: string | undefined, where: string): Role {
  const role = roles.find((known) => known === text);
  if (role !== undefined) return role;
  throw usageFailure(`${where} must be one of ${roles.join(', ')}`);
}
