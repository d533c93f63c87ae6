import type { JSX } from 'react';
import { Page, useTitle } from '../page/page.tsx';

export function OverviewPage(): JSX.Element {
  useTitle('Overview');
  return <Page title="Overview">{null}</Page>;
}
