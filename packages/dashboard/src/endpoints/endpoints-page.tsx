import type { JSX } from 'react';
import { Page, useTitle } from '../page/page.tsx';

export function EndpointsPage(): JSX.Element {
  useTitle('Endpoints');
  return <Page title="Endpoints">{null}</Page>;
}
