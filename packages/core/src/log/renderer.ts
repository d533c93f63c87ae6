import type { LogLine } from './log-line.ts';
import { renderJson } from './render-json.ts';
import { renderPlain } from './render-plain.ts';

/** How a line becomes text: `json` for machines, `plain` for people. */
export type Renderer = 'json' | 'plain';
export const renderers: readonly Renderer[] = ['json', 'plain'];

/** A line as text with its end of line. */
export function render(line: LogLine, renderer: Renderer): string {
  return `${renderer === 'json' ? renderJson(line) : renderPlain(line)}\n`;
}
