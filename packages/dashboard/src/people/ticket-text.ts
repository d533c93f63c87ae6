import { sentenceText } from '../sentence/sentence.ts';
import { visible } from '../text/visible.ts';
import type { Instants } from '../time/instants.ts';
import type { Reference } from '../values/actor-term.ts';
import type { Session } from './sessions.ts';

/** What somebody did as Markdown that can be pasted into a ticket: a heading for each session. */
export function ticketText(
  name: string,
  { type, id }: Reference,
  sessions: readonly Session[],
  instants: Instants,
): string {
  const lines = sessions.flatMap(({ from, to, client, runs }) => [
    '',
    `### ${instants.full(from)} – ${instants.full(to)}${client === undefined ? '' : `, ${code(client.ip)}`}`,
    ...runs.map(({ entry, count }) => {
      const times = count === 1 ? '' : ` × ${count}`;
      return `- ${instants.clock(entry.occurredAt)} ${code(sentenceText(entry))} (${entry.outcome})${times}`;
    }),
  ]);
  return [`## ${code(name)}, ${code(`${type} ${id}`)}`, ...lines, ''].join('\n');
}

// Captured text must not become markup where it is pasted: a span of code, with as many ticks as it
// takes (CommonMark 6.1).
function code(text: string): string {
  const line = visible(text).slice(0, 300);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const ticks = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${ticks}${pad}${line || ' '}${pad}${ticks}`;
}
