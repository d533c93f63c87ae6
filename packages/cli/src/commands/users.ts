import type { CommandGroup } from '../command.ts';

/** `whodid users`: people who sign in at the pages. */
export const users: CommandGroup = {
  commands: [
    {
      name: 'create',
      summary: 'Make a user who signs in with a password',
      load: async () => (await import('./users-create.ts')).usersCreate,
    },
    {
      name: 'list',
      summary: 'List the users',
      load: async () => (await import('./users-list.ts')).usersList,
    },
    {
      name: 'set-role',
      summary: 'Give a user another role',
      load: async () => (await import('./users-set-role.ts')).usersSetRole,
    },
    {
      name: 'set-password',
      summary: 'Give a user another password',
      load: async () => (await import('./users-set-password.ts')).usersSetPassword,
    },
    {
      name: 'disable',
      summary: 'Sign a user out, for good',
      load: async () => (await import('./users-switch.ts')).usersDisable,
    },
    {
      name: 'enable',
      summary: 'Let a user sign in again',
      load: async () => (await import('./users-switch.ts')).usersEnable,
    },
  ],
};
