import type { JSX } from 'react';

// Drawn on a grid of 16, one stroke, so that they sit well beside text of 13 px.
const paths = {
  check: 'm3.5 8.5 3 3 6-7',
  cross: 'm4.5 4.5 7 7m0-7-7 7',
  barred: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM3.9 3.9l8.2 8.2',
  question: 'M6 6.2a2 2 0 1 1 2.7 1.9c-.5.2-.7.6-.7 1.1v.4M8 11.9v.1',
  search: 'M7.2 11.9a4.7 4.7 0 1 0 0-9.4 4.7 4.7 0 0 0 0 9.4ZM10.8 10.8l2.7 2.7',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.4',
  save: 'M8 2.5v8m-3.5-3.5L8 10.5 11.5 7M3 13.5h10',
  down: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  up: 'M8 12.5v-9m-3.5 3.5L8 3.5 11.5 7',
  previous: 'm9.5 4.5-3.5 3.5 3.5 3.5',
  next: 'm6.5 4.5 3.5 3.5-3.5 3.5',
  copy: 'M6 6h7v7H6zM10 6V3H3v7h3',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13 9.4A5.4 5.4 0 0 1 6.6 3a5.4 5.4 0 1 0 6.4 6.4Z',
  screen: 'M2.5 3.5h11v7.5h-11zM6 13.5h4',
  leave: 'M9.5 3H3.5v10h6M7.5 8h6m-2.5-2.5L13.5 8 11 10.5',
  person:
    'M8 8.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM3 13.5c.6-2.2 2.5-3.4 5-3.4s4.4 1.2 5 3.4',
  keyboard: 'M1.8 4.5h12.4v7H1.8zM4.5 7h.01M7 7h.01M9.5 7h.01M11.8 7h.01M5.5 9.3h5',
  reload: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v2.3h-2.3',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.3v.1',
  overview: 'M2.5 2.5h4.5v5H2.5zM9 2.5h4.5v3H9zM9 7.5h4.5v6H9zM2.5 9.5h4.5v4H2.5z',
  entries: 'M2.8 4h.01M5.5 4h8M2.8 8h.01M5.5 8h8M2.8 12h.01M5.5 12h8',
  resource: 'M8 2 13.5 5v6L8 14 2.5 11V5zM2.5 5 8 8l5.5-3M8 8v6',
  endpoint: 'M2.5 8h7M7 5.5 9.5 8 7 10.5M12.5 3v10',
  stream:
    'M2.5 4.5c2-1.5 3.5-1.5 5.5 0s3.5 1.5 5.5 0M2.5 8c2-1.5 3.5-1.5 5.5 0s3.5 1.5 5.5 0M2.5 11.5c2-1.5 3.5-1.5 5.5 0s3.5 1.5 5.5 0',
  triage: 'M2.5 3h3v10h-3zM6.5 3h3v7h-3zM10.5 3h3v4.5h-3z',
  view: 'M4 2.5h8v11L8 10.5l-4 3z',
  health: 'M2 8.5h2.8l1.7-4.5 3 8 1.7-3.5H14',
  settings: 'M2.5 4.5h6M11.5 4.5h2M10 3v3M2.5 11.5h2M7.5 11.5h6M6 10v3',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  globe:
    'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2 8h12M8 2c2 1.7 2.6 3.7 2.6 6s-.6 4.3-2.6 6c-2-1.7-2.6-3.7-2.6-6S6 3.7 8 2Z',
} as const;

export type IconName = keyof typeof paths;

/** A small picture beside a word. It says nothing to a screen reader: the word does. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
