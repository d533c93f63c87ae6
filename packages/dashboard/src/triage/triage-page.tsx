import type { JSX } from 'react';
import { Page, useTitle } from '../page/page.tsx';

export function TriagePage(): JSX.Element {
  useTitle('Triage');
  return <Page title="Triage">{null}</Page>;
}
