import type { EntryFields } from '@whodid/core';
import { type JSX, useState } from 'react';
import { Link } from 'wouter';
import { fetchEntries } from '../api/collector.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Button } from '../controls/button.tsx';
import { WhatHappened } from '../entries/what-happened.tsx';
import { whoText } from '../sentence/actor-text.ts';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import { ClockTime } from '../time/moment.tsx';
import style from './around.module.css';
import { type Around, aroundOf, nearest } from './around.ts';
import { Section } from './section.tsx';

const most = 200;

/** What happened before and after an entry, in the same request, session, or by the same person. */
export function AroundSection({
  entry,
  hrefOf,
}: {
  entry: EntryFields;
  /** Where another entry is shown. */
  hrefOf: (entryId: string) => string;
}): JSX.Element | null {
  const ways = aroundOf(entry);
  const [key, setKey] = useState<Around['key'] | null>(null);
  const way = ways.find((one) => one.key === key) ?? ways[0];
  if (way === undefined) return null;
  return (
    <Section title="Around it">
      <div className={style.ways}>
        {ways.map((one) => (
          <Button
            key={one.key}
            small
            look={one === way ? 'plain' : 'quiet'}
            aria-pressed={one === way}
            onClick={() => setKey(one.key)}
          >
            {one.name}
          </Button>
        ))}
      </div>
      <Nearest entry={entry} way={way} hrefOf={hrefOf} />
    </Section>
  );
}

function Nearest({
  entry,
  way: { key, query, withinMs },
  hrefOf,
}: {
  entry: EntryFields;
  way: Around;
  hrefOf: (entryId: string) => string;
}): JSX.Element {
  const { data, problem } = useAnswer(['around', key, query, entry.id], (signal) => {
    const at = Date.parse(entry.occurredAt);
    const range = withinMs === null ? {} : { from: iso(at - withinMs), to: iso(at + withinMs) };
    return fetchEntries({ q: query, ...range, limit: most }, signal);
  });
  if (data === undefined) {
    return <p className={style.note}>{problem === null ? 'Loading' : visible(problem.title)}</p>;
  }
  const entries = nearest(data.entries, entry);
  if (entries.length <= 1) return <p className={style.note}>Nothing else.</p>;
  return (
    <ol className={style.entries}>
      {entries.map((one) => (
        <li key={one.id} className={style.entry} aria-current={one.id === entry.id}>
          <ClockTime at={one.occurredAt} />
          <Link href={hrefOf(one.id)} replace className={style.what}>
            <Captured text={whoText(one).name} /> <WhatHappened entry={one} />
          </Link>
        </li>
      ))}
    </ol>
  );
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
