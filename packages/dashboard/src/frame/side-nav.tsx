import type { JSX } from 'react';
import { Link, useLocation } from 'wouter';
import { may, useMe } from '../account/me.ts';
import { Icon } from '../controls/icon.tsx';
import style from './nav.module.css';
import { pageAt, pageGroups } from './pages.ts';

/** The pages that whoever is signed in can use. */
export function SideNav({ onLeave }: { onLeave?: () => void }): JSX.Element {
  const me = useMe();
  const [path] = useLocation();
  const here = pageAt(path);
  const held = me?.scopes ?? [];
  return (
    <nav className={style.nav} aria-label="Pages">
      {pageGroups.map((group) => (
        <ul key={group[0]?.path} className={style.group}>
          {group
            // All of them until it is known who looks: most people may see most pages.
            .filter(({ needs }) => me === undefined || needs === undefined || may(held, needs))
            .map((row) => (
              <li key={row.path}>
                <Link
                  href={row.path}
                  className={style.page}
                  aria-current={row === here ? 'page' : undefined}
                  aria-keyshortcuts={`g ${row.key}`}
                  onClick={onLeave}
                >
                  <Icon name={row.icon} />
                  {row.name}
                </Link>
              </li>
            ))}
        </ul>
      ))}
    </nav>
  );
}
