import type { JSX } from 'react';
import { Link } from 'wouter';
import style from './tab-links.module.css';

export interface TabLink {
  readonly name: string;
  readonly href: string;
  readonly isHere: boolean;
}

/** Ways to look at the same thing, next to each other. Each is an address of its own. */
export function TabLinks({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly TabLink[];
}): JSX.Element {
  return (
    <nav aria-label={label}>
      <ul className={style.tabs}>
        {tabs.map(({ name, href, isHere }) => (
          <li key={name}>
            <Link
              href={href}
              replace
              className={style.tab}
              aria-current={isHere ? 'page' : undefined}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
