import { type JSX, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { visible } from '../text/visible.ts';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import style from './frame.module.css';
import { HealthDot } from './health-dot.tsx';
import { Help } from './help.tsx';
import { useKeys } from './keys.ts';
import { ThemeSwitch } from './theme-switch.tsx';

/** What stands around every page: name, pages, health, theme, help, way out. */
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
  useKeys({ '?': () => setHelping(true) });
  return (
    <div className={style.frame}>
      <a className={style.skip} href="#entries">
        Skip to the entries
      </a>
      <header className={style.header}>
        <Brand />
        <nav aria-label="Pages">
          <Link href="/entries" className={style.page} aria-current="page">
            Entries
          </Link>
        </nav>
        <span className={style.space} />
        <HealthDot />
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
      <Help open={helping} onOpenChange={setHelping} />
    </div>
  );
}
