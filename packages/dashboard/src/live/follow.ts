import type { EntryFields } from '@whodid/core';
import { type EntryPage, liveAddress } from '../api/collector.ts';
import { type LiveConnection, LiveFeed } from './live-feed.ts';

/** What following a query needs from the page around it. */
export interface FollowTools {
  readonly q: string;
  /** Loads the newest page as it is now. */
  newest(signal: AbortSignal): Promise<EntryPage>;
  /** Whether the list has this entry already. */
  isListed(id: string): boolean;
  onConnection(connection: LiveConnection): void;
  /** Entries that the list lacks, newest first. */
  onEntries(entries: readonly EntryFields[]): void;
  onSkipped(count: number): void;
  /** More happened in between than one page holds: adding it would leave a hole in the list. */
  onHole(): void;
}

/**
 * Follows a query until the function that it returns is called.
 *
 * At each connection it also asks for what happened before it, since the list was loaded or the
 * connection was lost. That and what comes live overlap; the list keeps each entry once.
 */
export function follow(tools: FollowTools): () => void {
  const abort = new AbortController();
  const arrived = (entries: readonly EntryFields[]): void =>
    tools.onEntries(entries.filter(({ id }) => !tools.isListed(id)));

  const catchUp = async (): Promise<void> => {
    const page = await tools.newest(abort.signal);
    const joins = page.next === null || page.entries.some(({ id }) => tools.isListed(id));
    if (joins) arrived(page.entries);
    else tools.onHole();
  };

  const feed = new LiveFeed(new EventSource(liveAddress(tools.q)), {
    onConnection(connection) {
      tools.onConnection(connection);
      // If this fails the connection is about to fail too, and the next one catches up.
      if (connection === 'open') catchUp().catch(() => undefined);
    },
    onEntries: arrived,
    onSkipped: (count) => tools.onSkipped(count),
  });
  return () => {
    abort.abort();
    feed.close();
  };
}
