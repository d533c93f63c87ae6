/**
 * What the collector itself records. Nobody else can: an entry that is posted with one of these is
 * refused, or looks and triage could be forged with any key that may ingest.
 */
export type CollectorAction =
  | 'whodid.conflict'
  | 'whodid.key.create'
  | 'whodid.key.revoke'
  | 'whodid.login'
  | 'whodid.logout'
  | 'whodid.look'
  | 'whodid.stream.add'
  | 'whodid.stream.remove'
  | 'whodid.stream.rename'
  | 'whodid.triage'
  | 'whodid.user.create'
  | 'whodid.user.disable'
  | 'whodid.user.update';

const collectorActions: ReadonlySet<string> = new Set<CollectorAction>([
  'whodid.conflict',
  'whodid.key.create',
  'whodid.key.revoke',
  'whodid.login',
  'whodid.logout',
  'whodid.look',
  'whodid.stream.add',
  'whodid.stream.remove',
  'whodid.stream.rename',
  'whodid.triage',
  'whodid.user.create',
  'whodid.user.disable',
  'whodid.user.update',
]);

/** Whether an action is the collector's own. Without regard to case, as queries compare it. */
export function isCollectorAction(action: unknown): boolean {
  return typeof action === 'string' && collectorActions.has(action.toLowerCase());
}
