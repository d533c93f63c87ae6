import type { JSX } from 'react';
import { Page, useTitle } from '../page/page.tsx';

export function ResourcePage(): JSX.Element {
  useTitle('Resource');
  return <Page title="Resource">{null}</Page>;
}
