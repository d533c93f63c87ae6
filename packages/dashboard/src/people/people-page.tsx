import type { JSX } from 'react';
import { Link } from 'wouter';
import { useAnswer } from '../api/use-answer.ts';
import { SkeletonLines } from '../page/card.tsx';
import { Notice } from '../page/notice.tsx';
import { Answered, Page, useTitle } from '../page/page.tsx';
import { PageRangePicker } from '../page/page-range.tsx';
import { defaultRange } from '../range/range.ts';
import { type PageRange, usePageRange } from '../range/use-range.ts';
import { type Column, SortableTable } from '../table/sortable-table.tsx';
import { fetchTally, type ValueCount, valuesBy } from '../tally/tally.ts';
import { Captured } from '../text/captured.tsx';
import { Ago } from '../time/moment.tsx';
import { actorTerms, personPath, personText, readReference } from '../values/actor-term.ts';
import { Filter, useFilter } from '../values/filter.tsx';

const most = 500;

/** Who is active, who fails, who was seen last. */
export function PeoplePage(): JSX.Element {
  useTitle('People');
  const place = usePageRange(defaultRange);
  const filter = useFilter(place);
  const answer = useAnswer(['people', place.key], (signal) =>
    fetchTally({ ...place.bounds(), by: 'actor', top: most, order: 'last' }, signal),
  );
  return (
    <Page
      title="People"
      lead="Who and what acted, people as well as services and agents"
      tools={
        <>
          <Filter filter={filter} label="Find by name or id" />
          <PageRangePicker place={place} />
        </>
      }
    >
      <Answered answer={answer} skeleton={<SkeletonLines count={12} />}>
        {(tally) => {
          const all = valuesBy(tally, 'actor');
          const rows = all.filter(({ value, name }) => filter.fits(`${name ?? ''} ${value[0]}`));
          const distinct = tally.groups[0]?.distinct ?? 0;
          return (
            <>
              {distinct > all.length ? <Cut shown={all.length} of={distinct} /> : null}
              {rows.length === 0 ? (
                <None isFiltered={all.length > 0} />
              ) : (
                <People rows={rows} place={place} />
              )}
            </>
          );
        }}
      </Answered>
    </Page>
  );
}

function Cut({ shown, of }: { shown: number; of: number }): JSX.Element {
  return (
    <p>
      The {shown.toLocaleString()} who were seen last, of {of.toLocaleString()}. A shorter time
      shows fewer.
    </p>
  );
}

function None({ isFiltered }: { isFiltered: boolean }): JSX.Element {
  return isFiltered ? (
    <Notice title="Nobody fits what you look for">
      <p>Only those who did something in the chosen time are here. Choose a longer one.</p>
    </Notice>
  ) : (
    <Notice title="Nobody did anything in this time">
      <p>Choose a longer time.</p>
    </Notice>
  );
}

function People({ rows, place }: { rows: readonly ValueCount[]; place: PageRange }): JSX.Element {
  const columns: readonly Column<ValueCount>[] = [
    {
      name: 'Who',
      key: 'who',
      cell: (row) => <Who row={row} place={place} />,
      order: (a, b) => nameOf(a).localeCompare(nameOf(b)),
    },
    {
      name: 'Last seen',
      key: 'last',
      cell: ({ lastAt }) => <Ago at={lastAt} />,
      order: (a, b) => b.lastAt.localeCompare(a.lastAt),
    },
    {
      name: 'Entries',
      key: 'count',
      isNumber: true,
      cell: (row) => <Counted row={row} place={place} what={row.count} />,
      order: (a, b) => b.count - a.count,
    },
    {
      name: 'Changes',
      key: 'writes',
      isNumber: true,
      cell: (row) => <Counted row={row} place={place} what={row.writes} also={changed} />,
      order: (a, b) => b.writes - a.writes,
    },
    {
      name: 'Failed',
      key: 'failed',
      isNumber: true,
      cell: (row) => <Counted row={row} place={place} what={row.failed} also={failed} />,
      order: (a, b) => b.failed - a.failed,
    },
  ];
  return (
    <SortableTable
      label="People"
      columns={columns}
      rows={rows}
      keyOf={({ value }) => value[0] ?? ''}
      place={place}
      first="last"
    />
  );
}

const failed = ' outcome:failure,denied';
const changed = ' -outcome:failure,denied (method:POST,PUT,PATCH,DELETE OR model:*)';

/** A number that leads to its entries. */
function Counted({
  row: {
    value: [actor = ''],
  },
  place,
  what,
  also = '',
}: {
  row: ValueCount;
  place: PageRange;
  what: number;
  /** Which of them are counted: a query. */
  also?: string;
}): JSX.Element {
  if (what === 0) return <>0</>;
  const q = `${actorTerms(readReference(actor))}${also}`;
  return <Link href={place.entries(q)}>{what.toLocaleString()}</Link>;
}

function Who({ row, place }: { row: ValueCount; place: PageRange }): JSX.Element {
  const [actor = ''] = row.value;
  const { type, id } = readReference(actor);
  return (
    <>
      <Link href={place.page(personPath(actor))}>
        <Captured text={nameOf(row)} />
      </Link>{' '}
      <small>
        {type === 'user' ? null : `${type} `}
        {row.name === undefined ? null : <Captured text={id} />}
      </small>
    </>
  );
}

function nameOf({ value: [actor = ''], name }: ValueCount): string {
  return personText(actor, name);
}
