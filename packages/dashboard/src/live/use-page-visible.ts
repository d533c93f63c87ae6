import { useSyncExternalStore } from 'react';

/**
 * Whether the tab is in front. A live connection in every forgotten tab would soon use up the six
 * that a browser allows, and then nothing loads any more.
 */
export function usePageVisible(): boolean {
  return useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
}

function subscribe(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}
