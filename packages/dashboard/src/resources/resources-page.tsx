import type { JSX } from 'react';
import { Page, useTitle } from '../page/page.tsx';

export function ResourcesPage(): JSX.Element {
  useTitle('Resources');
  return <Page title="Resources">{null}</Page>;
}
