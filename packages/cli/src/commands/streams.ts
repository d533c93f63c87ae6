import type { CommandGroup } from '../command.ts';

/** `whodid streams`: the named streams of document 003. */
export const streams: CommandGroup = {
  commands: [
    {
      name: 'list',
      summary: 'List the streams: how many entries, and when last',
      load: async () => (await import('./streams-list.ts')).streamsList,
    },
    {
      name: 'show',
      summary: 'Show one stream',
      load: async () => (await import('./streams-show.ts')).streamsShow,
    },
    {
      name: 'add',
      summary: 'Declare a stream; one that is used is there without that',
      load: async () => (await import('./streams-add.ts')).streamsAdd,
    },
    {
      name: 'rename',
      summary: 'Rename a stream; the new name also finds its old entries',
      load: async () => (await import('./streams-rename.ts')).streamsRename,
    },
    {
      name: 'remove',
      summary: 'Take a stream off the list; its entries stay',
      load: async () => (await import('./streams-remove.ts')).streamsRemove,
    },
    {
      name: 'tail',
      summary: 'Follow streams as they would be in their files',
      load: async () => (await import('./streams-tail.ts')).streamsTail,
    },
    {
      name: 'clear-archives',
      summary: 'Delete text files that were put aside',
      load: async () => (await import('./streams-clear-archives.ts')).streamsClearArchives,
    },
  ],
};
