import type { JSX } from 'react';
import { Page, useTitle } from '../page/page.tsx';

export function HealthPage(): JSX.Element {
  useTitle('Health');
  return <Page title="Health">{null}</Page>;
}
