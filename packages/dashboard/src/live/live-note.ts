import type { LiveConnection } from './live-feed.ts';

/** How following stands. */
export interface LiveStanding {
  readonly on: boolean;
  /** Why following makes no sense now, whatever the switch says. */
  readonly blocked: LiveBlock | null;
  readonly connection: LiveConnection;
  readonly waitingCount: number;
  readonly held: boolean;
  readonly skippedCount: number;
}

/** `range`: it ended. `query`: it cannot be read. `list`: it could not be loaded. */
export type LiveBlock = 'range' | 'query' | 'list';

const blocks: Readonly<Record<LiveBlock, string>> = {
  range: 'Live is off: the time range has an end',
  query: 'Live is off: the query cannot be read',
  list: 'Live is off: the list could not be loaded',
};

/** One line beside the switch that says why nothing moves; nothing if all is as one expects. */
export function liveNote(standing: LiveStanding): string | null {
  const { on, blocked, connection, held, waitingCount, skippedCount } = standing;
  if (!on) return blocked === 'range' ? blocks.range : null;
  if (blocked !== null) return blocks[blocked];
  if (connection === 'refused') return 'Live stopped: the collector refused the connection';
  if (connection === 'reconnecting') return 'Connection lost, trying again';
  if (connection === 'connecting') return 'Connecting';
  if (held) return waitingCount === 0 ? 'Paused while you read on' : `Paused, ${waitingCount} new`;
  if (skippedCount > 0) return `${skippedCount} skipped, too many to show: narrow the query`;
  return null;
}
