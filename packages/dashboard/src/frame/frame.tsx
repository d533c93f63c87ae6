import { type JSX, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import style from './frame.module.css';
import { HealthDot } from './health-dot.tsx';
import { Help } from './help.tsx';
import { useKeys } from './keys.ts';
import { ThemeSwitch } from './theme-switch.tsx';

/** What stands around every page: name, pages, health, theme, help, way out. */
export function Frame({
  onSignOut,
  children,
}: {
  onSignOut: () => void;
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
        <Button look="quiet" small onClick={onSignOut} aria-label="Sign out" title="Sign out">
          <Icon name="leave" size={14} />
          <span className={style.signOutWord}>Sign out</span>
        </Button>
      </header>
      {children}
      <Help open={helping} onOpenChange={setHelping} />
    </div>
  );
}

/** The product's name and mark. */
export function Brand(): JSX.Element {
  return (
    <Link href="/entries" className={style.brand} aria-label="whodid, to the entries">
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        <rect width="20" height="20" rx="5.5" fill="var(--accent)" />
        <g
          fill="none"
          stroke="var(--on-accent)"
          strokeWidth="1.7"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path d="M5.5 6h.01M8.8 6h5.7M5.5 10h.01M8.8 10h3.2M8.8 14h5.7" />
          <path d="m4.7 14 1 1 1.8-2" />
        </g>
      </svg>
      <span>whodid</span>
    </Link>
  );
}
