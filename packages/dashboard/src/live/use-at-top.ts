import { useEffect, useState } from 'react';

const topPx = 80;

/** Whether the reader is at the beginning of the page. */
export function useAtTop(): boolean {
  const [atTop, setAtTop] = useState(() => window.scrollY < topPx);
  useEffect(() => {
    const onScroll = (): void => setAtTop(window.scrollY < topPx);
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => window.removeEventListener('scroll', onScroll);
  }, []);
  return atTop;
}
