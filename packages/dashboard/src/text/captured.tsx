import type { JSX } from 'react';
import { visible } from './visible.ts';

/**
 * Text that came from outside, on one line: always text, never markup or a link.
 *
 * `bdi` keeps writing from right to left inside it from rearranging what stands beside it.
 */
export function Captured({ text }: { text: string }): JSX.Element {
  return <bdi>{visible(text)}</bdi>;
}
