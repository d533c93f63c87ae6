/**
 * What the collector itself records. Nobody else can: an entry that is posted with one of these is
 * refused, or looks and triage could be forged with any key that may ingest.
 */
const collectorActions = [
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
  'whodid.view.delete',
  'whodid.view.save',
] as const;
export type CollectorAction = (typeof collectorActions)[number];

/** Whether an action is the collector's own. Without regard to case, as queries compare it. */
export function isCollectorAction(action: unknown): boolean {
  if (typeof action !== 'string') return false;
  const folded = action.toLowerCase();
  return collectorActions.some((own) => own === folded);
}
