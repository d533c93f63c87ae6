import type { Role } from './settings.ts';

/** What people can be, the least first, and what that means. */
export const roleChoices: readonly {
  readonly value: Role;
  readonly label: string;
  readonly hint: string;
}[] = [
  { value: 'own', label: 'own', hint: 'sees what they did themselves' },
  { value: 'viewer', label: 'viewer', hint: 'sees all entries' },
  { value: 'auditor', label: 'auditor', hint: 'a viewer who also sorts, and sees who looked' },
  { value: 'admin', label: 'admin', hint: 'an auditor who also manages keys and users' },
];
