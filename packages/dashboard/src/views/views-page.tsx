import type { JSX } from 'react';
import { Page, useTitle } from '../page/page.tsx';

export function ViewsPage(): JSX.Element {
  useTitle('Views');
  return <Page title="Views">{null}</Page>;
}
