import type { Scope } from '../account/me.ts';
import type { IconName } from '../controls/icon.tsx';

/** A page that has a place in the navigation. */
export interface PageRow {
  readonly path: string;
  readonly name: string;
  readonly icon: IconName;
  /** Pressed after `g`, it leads there. */
  readonly key: string;
  /** Who can use it: others do not see it. Anybody if absent. */
  readonly needs?: Scope;
}

/** Pages by how often they are used, in two groups: what happened, and how the log itself is. */
export const pageGroups: readonly (readonly PageRow[])[] = [
  [
    { path: '/', name: 'Overview', icon: 'overview', key: 'o', needs: 'read' },
    { path: '/entries', name: 'Entries', icon: 'entries', key: 'e', needs: 'read' },
    { path: '/people', name: 'People', icon: 'person', key: 'p', needs: 'read' },
    { path: '/resources', name: 'Resources', icon: 'resource', key: 'r', needs: 'read' },
    { path: '/endpoints', name: 'Endpoints', icon: 'endpoint', key: 'n', needs: 'read' },
    { path: '/streams', name: 'Streams', icon: 'stream', key: 's', needs: 'read' },
    { path: '/triage', name: 'Triage', icon: 'triage', key: 't', needs: 'read' },
    { path: '/views', name: 'Views', icon: 'view', key: 'v', needs: 'read' },
  ],
  [
    { path: '/health', name: 'Health', icon: 'health', key: 'h', needs: 'read' },
    { path: '/settings', name: 'Settings', icon: 'settings', key: ',' },
  ],
];

/** The row of the page that an address belongs to. */
export function pageAt(path: string): PageRow | undefined {
  const rows = pageGroups.flat();
  return rows.find((row) =>
    row.path === '/' ? path === '/' : path === row.path || path.startsWith(`${row.path}/`),
  );
}
