import { type JSX, type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { AccountMenu } from '../account/account-menu.tsx';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { visible } from '../text/visible.ts';
import { Brand } from './brand.tsx';
import style from './frame.module.css';
import { HealthDot } from './health-dot.tsx';
import { Help } from './help.tsx';
import { useKeys } from './keys.ts';
import { NavSheet } from './nav-sheet.tsx';
import { pageGroups } from './pages.ts';
import { SideNav } from './side-nav.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { ZoneSwitch } from './zone-switch.tsx';

/** What stands around every page: name, pages, health, zone, theme, help, way out. */
export function Frame({
  onSignOut,
  signOutFault,
  children,
}: {
  onSignOut: () => void;
  /** Why signing out failed, if it did. */
  signOutFault: string | null;
  children: ReactNode;
}): JSX.Element {
  const [helping, setHelping] = useState(false);
  usePageKeys(() => setHelping(true));
  return (
    <div className={style.frame}>
      <a className={style.skip} href="#page">
        Skip to the page
      </a>
      <aside className={style.side}>
        <Brand />
        <SideNav />
      </aside>
      <div className={style.body}>
        <header className={style.header}>
          <NavSheet />
          <span className={style.headerBrand}>
            <Brand />
          </span>
          <span className={style.space} />
          <HealthDot />
          <ZoneSwitch />
          <ThemeSwitch />
          <Button
            look="quiet"
            small
            square
            className={style.help ?? ''}
            aria-label="Help: searching and keys"
            title="Help (?)"
            onClick={() => setHelping(true)}
          >
            <Icon name="question" />
          </Button>
          <AccountMenu onSignOut={onSignOut} />
        </header>
        {signOutFault === null ? null : (
          <p className={style.failed} role="alert">
            {visible(signOutFault)}. You are still signed in.
          </p>
        )}
        {children}
      </div>
      <Help open={helping} onOpenChange={setHelping} />
    </div>
  );
}

function usePageKeys(onHelp: () => void): void {
  const [, navigate] = useLocation();
  const leading = pageGroups
    .flat()
    .map(({ key, path }) => [`g ${key}`, () => navigate(path)] as const);
  useKeys({ ...Object.fromEntries(leading), '?': onHelp });
}
