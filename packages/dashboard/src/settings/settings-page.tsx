import type { JSX } from 'react';
import { Page, useTitle } from '../page/page.tsx';

export function SettingsPage(): JSX.Element {
  useTitle('Settings');
  return <Page title="Settings">{null}</Page>;
}
