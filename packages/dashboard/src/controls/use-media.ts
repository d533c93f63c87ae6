import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media condition holds, and stays so. */
export function useMedia(condition: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const media = matchMedia(condition);
      media.addEventListener('change', onChange);
      return () => media.removeEventListener('change', onChange);
    },
    [condition],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(condition).matches);
}

/** Narrow enough for one column: phones. The same width stands in the style sheets. */
export const narrow = '(max-width: 719px)';
