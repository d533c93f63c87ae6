import type { JSX } from 'react';
import { Page, useTitle } from '../page/page.tsx';

export function PeoplePage(): JSX.Element {
  useTitle('People');
  return <Page title="People">{null}</Page>;
}
