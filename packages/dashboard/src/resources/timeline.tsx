import type { EntryFields } from '@whodid/core';
import type { JSX } from 'react';
import { Link } from 'wouter';
import { WhatHappened } from '../entries/what-happened.tsx';
import { ChangeTable } from '../entry/changes.tsx';
import { whoText } from '../sentence/actor-text.ts';
import { Captured } from '../text/captured.tsx';
import { Ago } from '../time/moment.tsx';
import { useInstants } from '../time/zone.tsx';
import style from './resource.module.css';

/** What happened to a thing, newest first. The newest change is open: it is what is asked for most. */
export function Timeline({ entries }: { entries: readonly EntryFields[] }): JSX.Element {
  const newest = entries.find(({ change }) => change !== undefined)?.id;
  return (
    <ol className={style.timeline}>
      {entries.map((entry) => (
        <li key={entry.id} className={style.event} data-changed={entry.change !== undefined}>
          {entry.change === undefined ? (
            <Head entry={entry} />
          ) : (
            <details open={entry.id === newest}>
              <summary>
                <Head entry={entry} />
              </summary>
              <ChangeTable change={entry.change} />
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}

function Head({ entry }: { entry: EntryFields }): JSX.Element {
  const instants = useInstants();
  return (
    <>
      <Link href={`/entries/${entry.id}?range=all`}>{instants.full(entry.occurredAt)}</Link>{' '}
      <Captured text={whoText(entry).name} /> <WhatHappened entry={entry} />{' '}
      <span className={style.when}>
        · <Ago at={entry.occurredAt} />
        {entry.outcome === 'success' ? null : ` · ${entry.outcome}`}
      </span>
    </>
  );
}
