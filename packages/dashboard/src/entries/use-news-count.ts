import { useEffect, useRef } from 'react';
import { useAnnounce } from '../controls/announce.tsx';

/** How long news is gathered before it is spoken, in milliseconds. */
const gatherMs = 3000;

/** Speaks how many entries came in live, now and then: never what is in them. */
export function useNewsCount(count: number): void {
  const announce = useAnnounce();
  const spoken = useRef(0);
  useEffect(() => {
    // Another list starts to count anew.
    if (count < spoken.current) spoken.current = count;
    if (count === spoken.current) return;
    // Starts anew with each arrival: in a steady stream the reader is not talked over.
    const timer = setTimeout(() => {
      const news = count - spoken.current;
      spoken.current = count;
      announce(news === 1 ? '1 new entry' : `${news} new entries`);
    }, gatherMs);
    return () => clearTimeout(timer);
  }, [count, announce]);
}
