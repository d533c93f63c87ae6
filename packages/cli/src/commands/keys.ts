import type { CommandGroup } from '../command.ts';

/** `whodid keys`: who may send and who may read. */
export const keys: CommandGroup = {
  commands: [
    {
      name: 'create',
      summary: 'Make a key and print it, once',
      load: async () => (await import('./keys-create.ts')).keysCreate,
    },
    {
      name: 'list',
      summary: 'List the keys, without their secrets',
      load: async () => (await import('./keys-list.ts')).keysList,
    },
    {
      name: 'revoke',
      summary: 'End a key for good',
      load: async () => (await import('./keys-revoke.ts')).keysRevoke,
    },
  ],
};
