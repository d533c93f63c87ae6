import { visible } from './visible.ts';

/**
 * Captured text as a span of code in Markdown, which is never markup where it is pasted: with as many
 * ticks as it takes (CommonMark 6.1).
 */
export function codeSpan(text: string): string {
  const line = visible(text).slice(0, 300);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const ticks = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${ticks}${pad}${line || ' '}${pad}${ticks}`;
}
