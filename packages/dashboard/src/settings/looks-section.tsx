import type { EntryFields } from '@whodid/core';
import type { JSX } from 'react';
import { Link } from 'wouter';
import { fetchEntries } from '../api/collector.ts';
import { useAnswer } from '../api/use-answer.ts';
import { SkeletonLines } from '../page/card.tsx';
import { Notice } from '../page/notice.tsx';
import { Answered } from '../page/page.tsx';
import { PlainTable } from '../table/plain-table.tsx';
import { Captured } from '../text/captured.tsx';
import { FullTime } from '../time/moment.tsx';
import { lookOf } from './look.ts';
import style from './settings.module.css';

const query = 'action:whodid.look';
const most = 100;

/** Who looked at what, the last looks first. */
export function LooksSection(): JSX.Element {
  const answer = useAnswer(['looks'], (signal) => fetchEntries({ q: query, limit: most }, signal));
  return (
    <Answered answer={answer} skeleton={<SkeletonLines count={10} />}>
      {({ entries, next }) =>
        entries.length === 0 ? (
          <Notice title="Nobody has looked yet">
            <p>
              The next look at any entry is noted here, with who it was and what they asked for.
            </p>
          </Notice>
        ) : (
          <>
            <Looks entries={entries} />
            <p className={style.soft}>
              {next === null ? 'These are all.' : `The last ${most}.`}{' '}
              <Link href={`/entries?${new URLSearchParams({ q: query, range: '30d' })}`}>
                Search in them on the Entries page
              </Link>
            </p>
          </>
        )
      }
    </Answered>
  );
}

function Looks({ entries }: { entries: readonly EntryFields[] }): JSX.Element {
  return (
    <PlainTable
      label="Who looked"
      rows={entries}
      keyOf={({ id }) => id}
      columns={[
        { name: 'Who', cell: ({ actor }) => <Captured text={actor.name ?? actor.id} /> },
        { name: 'At what', cell: (entry) => <What entry={entry} /> },
        { name: 'When', cell: ({ occurredAt }) => <FullTime at={occurredAt} /> },
        {
          name: 'Entries',
          isNumber: true,
          cell: (entry) => lookOf(entry).entries.toLocaleString(),
        },
        { name: 'Times', isNumber: true, cell: (entry) => lookOf(entry).times.toLocaleString() },
      ]}
    />
  );
}

function What({ entry }: { entry: EntryFields }): JSX.Element {
  const { what, query: asked } = lookOf(entry);
  const [target] = entry.targets;
  return (
    <Link href={`/entries/${encodeURIComponent(entry.id)}?${new URLSearchParams({ q: query })}`}>
      {what}
      {asked === '' ? null : (
        <>
          : <Captured text={asked} />
        </>
      )}
      {target === undefined ? null : (
        <>
          {' '}
          <Captured text={`${target.type} ${target.id}`} />
        </>
      )}
    </Link>
  );
}
