import { useCallback, useSyncExternalStore } from 'react';

// One for each condition: a page looks at all there are each time it draws, also at those of the past.
const lists = new Map<string, MediaQueryList>();

/** Whether a media condition holds, and stays so. */
export function useMedia(condition: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const media = listOf(condition);
      media.addEventListener('change', onChange);
      return () => media.removeEventListener('change', onChange);
    },
    [condition],
  );
  return useSyncExternalStore(subscribe, () => listOf(condition).matches);
}

function listOf(condition: string): MediaQueryList {
  const known = lists.get(condition) ?? matchMedia(condition);
  lists.set(condition, known);
  return known;
}

/** Narrow enough for one column: phones. The same width stands in the style sheets. */
export const narrow = '(max-width: 719px)';
