import type { JSX } from 'react';
import { Link } from 'wouter';
import style from './frame.module.css';

/** The product's name and mark. */
export function Brand(): JSX.Element {
  return (
    <Link href="/" className={style.brand} aria-label="whodid, to the overview">
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
