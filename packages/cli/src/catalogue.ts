import type { Row } from './command.ts';

/** Every command there is. A module is loaded only for the command that was typed. */
export const catalogue: readonly Row[] = [
  {
    name: 'dev',
    summary: 'Run your app and watch what it does, without a change to it',
    load: async () => (await import('./commands/dev.ts')).dev,
  },
  {
    name: 'demo',
    summary: 'Show a small shop with people in it',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  {
    name: 'init',
    summary: 'Put capture into your app, or take it out again',
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    name: 'server',
    summary: 'Run the collector with its pages',
    load: async () => (await import('./commands/server.ts')).server,
  },
  {
    name: 'link',
    summary: 'Make a link that signs a browser in',
    load: async () => (await import('./commands/link.ts')).link,
  },
  {
    name: 'tail',
    summary: 'Follow what happens now',
    takesQuery: true,
    load: async () => (await import('./commands/tail.ts')).tail,
  },
  {
    name: 'query',
    alias: 'search',
    summary: 'List what happened, newest first',
    takesQuery: true,
    load: async () => (await import('./commands/query.ts')).query,
  },
  {
    name: 'show',
    summary: 'Show one entry in full',
    load: async () => (await import('./commands/show.ts')).show,
  },
  {
    name: 'emit',
    summary: 'Record one entry, or NDJSON from stdin',
    load: async () => (await import('./commands/emit.ts')).emit,
  },
  {
    name: 'routes',
    summary: 'List the routes of an app, and what is kept of them',
    load: async () => (await import('./commands/routes.ts')).routes,
  },
  {
    name: 'keys',
    summary: 'Make, list and revoke API keys',
    load: async () => (await import('./commands/keys.ts')).keys,
  },
  {
    name: 'users',
    summary: 'Make, list and change people who sign in',
    load: async () => (await import('./commands/users.ts')).users,
  },
  {
    name: 'streams',
    summary: 'List, name and follow streams, and clear their archives',
    load: async () => (await import('./commands/streams.ts')).streams,
  },
  {
    name: 'doctor',
    summary: 'Find out what is wrong, and how to mend it',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
];
