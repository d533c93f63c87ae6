import { aborts } from './aborts.ts';
import { answers } from './answers.ts';
import type { ClientScript } from './client-script.ts';
import { connections } from './connections.ts';
import { unreadable } from './unreadable.ts';

/** Everything that clients do, in the order in which it is played. */
export const scripts: readonly ClientScript[] = [
  ...answers,
  ...aborts,
  ...connections,
  ...unreadable,
];
