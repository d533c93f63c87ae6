import type { JSX } from 'react';
import { Page, useTitle } from '../page/page.tsx';

export function StreamsPage(): JSX.Element {
  useTitle('Streams');
  return <Page title="Streams">{null}</Page>;
}
