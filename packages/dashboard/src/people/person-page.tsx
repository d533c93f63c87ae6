import type { JSX } from 'react';
import { Page, useTitle } from '../page/page.tsx';

export function PersonPage(): JSX.Element {
  useTitle('Person');
  return <Page title="Person">{null}</Page>;
}
