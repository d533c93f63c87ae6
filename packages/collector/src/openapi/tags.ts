/** What the tags of routes mean, in the order in which the reference shows them. */
export const tags: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'entries', description: 'Post entries, list and search them, watch them arrive.' },
  { name: 'triage', description: 'Work through entries: stages, assignments, notes.' },
  { name: 'activity', description: 'Requests, changes and sign-ins of an app, in its own forms.' },
  { name: 'history', description: 'What one person did: the own history, and that of others.' },
  { name: 'views', description: 'Saved views: questions that are asked again and again.' },
  { name: 'streams', description: 'Named text streams: which there are and what they are called.' },
  { name: 'access', description: 'Keys, sign-in links and sessions.' },
  { name: 'people', description: 'Users of this collector, their roles and how they sign in.' },
  { name: 'health', description: 'Whether the collector works, and what it offers.' },
];
