import { sentenceText } from '../sentence/sentence.ts';
import { codeSpan } from '../text/markdown.ts';
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
    `### ${instants.full(from)} – ${instants.full(to)}${client === undefined ? '' : `, ${codeSpan(client.ip)}`}`,
    ...runs.map(({ entry, count }) => {
      const times = count === 1 ? '' : ` × ${count}`;
      return `- ${instants.clock(entry.occurredAt)} ${codeSpan(sentenceText(entry))} (${entry.outcome})${times}`;
    }),
  ]);
  return [`## ${codeSpan(name)}, ${codeSpan(`${type} ${id}`)}`, ...lines, ''].join('\n');
}
