import type { Scope } from '../account/me.ts';
import { requestJson } from '../api/request.ts';
import { sendJson } from '../api/send-json.ts';

/** A question that is asked again and again. */
export interface View {
  readonly name: string;
  readonly query: string;
  /** As in an address: `7d`, `last-month`, `all`. */
  readonly range: string;
}

export interface SavedView extends View {
  readonly id: string;
  readonly shared: boolean;
  /** Whether one has saved it oneself. */
  readonly mine: boolean;
}

/** One that everybody has. */
export interface Preset extends View {
  /** What it is for. */
  readonly why: string;
  /** Who can use it. Whoever may read if absent. */
  readonly needs?: Scope;
}

export const presets: readonly Preset[] = [
  {
    name: 'Failed sign-ins',
    why: 'who tried and did not get in',
    query: 'kind:auth outcome:failure,denied',
    range: '24h',
  },
  { name: 'Denied', why: 'what somebody was not allowed', query: 'outcome:denied', range: '7d' },
  {
    name: 'Admin actions',
    why: 'what is done at /admin, by admin. actions, and to keys and users of this log',
    query: 'path:/admin* OR action:admin. OR action:whodid.key. OR action:whodid.user.',
    range: '7d',
  },
  { name: 'Changes', why: 'changes of models, field by field', query: 'model:*', range: '24h' },
  { name: 'Deletions', why: 'requests that delete', query: 'method:DELETE', range: '7d' },
  { name: 'Server errors', why: 'what broke', query: 'status:5xx', range: '24h' },
  {
    name: 'Slow requests',
    why: 'what took longer than a second',
    query: 'duration:>1s',
    range: '24h',
  },
  {
    name: 'Alarms',
    why: 'what the streams for security tell',
    query: 'stream:"SECURITY ALERT","STRANGE ACTIVITY"',
    range: '30d',
  },
  { name: 'Yesterday', why: 'all of it', query: '', range: 'yesterday' },
  {
    name: 'Who looked',
    why: 'who looked at which entries',
    query: 'action:whodid.look',
    range: '7d',
    needs: 'audit',
  },
];

/** Where a view is shown. */
export function viewPath({ query, range }: View): string {
  return `/entries?${new URLSearchParams({ ...(query === '' ? {} : { q: query }), range })}`;
}

export async function fetchViews(signal: AbortSignal): Promise<readonly SavedView[]> {
  const answer = (await requestJson('/v1/views', { signal })) as { readonly views: SavedView[] };
  return answer.views;
}

export type ViewToSave = View & { readonly shared: boolean };

export async function saveView(view: ViewToSave): Promise<void> {
  await sendJson('POST', '/v1/views', view);
}

export async function changeView(id: string, view: ViewToSave): Promise<void> {
  await sendJson('PUT', pathOf(id), view);
}

export async function deleteView(id: string): Promise<void> {
  await sendJson('DELETE', pathOf(id));
}

function pathOf(id: string): string {
  return `/v1/views/${encodeURIComponent(id)}`;
}
