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
import { durationText } from '../time/instants.ts';
import { Ago } from '../time/moment.tsx';
import { terms } from '../values/actor-term.ts';
import { Filter, useFilter } from '../values/filter.tsx';

const most = 1000;
const slowMs = 1000;

/** Which routes are used, which fail, and which are slow. */
export function EndpointsPage(): JSX.Element {
  useTitle('Endpoints');
  const place = usePageRange(defaultRange);
  const filter = useFilter(place);
  const answer = useAnswer(['endpoints', place.key], (signal) =>
    fetchTally({ ...place.bounds(), q: 'kind:http.in', by: 'method/route', top: most }, signal),
  );
  return (
    <Page
      title="Endpoints"
      lead="Routes that were asked for, with how often they fail and how long they take"
      tools={
        <>
          <Filter filter={filter} label="Filter routes" />
          <PageRangePicker place={place} />
        </>
      }
    >
      <Answered answer={answer} skeleton={<SkeletonLines count={12} />}>
        {(tally) => {
          const all = valuesBy(tally, 'method', 'route');
          const rows = all.filter(({ value }) => filter.fits(value.join(' ')));
          if (rows.length === 0) return <None isFiltered={all.length > 0} />;
          return <Endpoints rows={rows} place={place} />;
        }}
      </Answered>
    </Page>
  );
}

function None({ isFiltered }: { isFiltered: boolean }): JSX.Element {
  return isFiltered ? (
    <Notice title="No route fits the filter">
      <p>Take the filter away, or shorten it.</p>
    </Notice>
  ) : (
    <Notice title="No requests with a known route in this time">
      <p>Choose a longer time, or see whether your framework tells the pattern of its routes.</p>
    </Notice>
  );
}

function Endpoints({
  rows,
  place,
}: {
  rows: readonly ValueCount[];
  place: PageRange;
}): JSX.Element {
  const columns: readonly Column<ValueCount>[] = [
    {
      name: 'Route',
      key: 'route',
      cell: ({ value: [method = '', route = ''] }) => (
        <Link href={place.entries(terms(['method', method], ['route', route]))}>
          <Captured text={`${method} ${route}`} />
        </Link>
      ),
      order: (a, b) => a.value.join(' ').localeCompare(b.value.join(' ')),
    },
    {
      name: 'Requests',
      key: 'count',
      isNumber: true,
      cell: ({ value: [method = '', route = ''], count }) => (
        <Link href={place.entries(terms(['method', method], ['route', route]))}>
          {count.toLocaleString()}
        </Link>
      ),
      order: (a, b) => b.count - a.count,
    },
    {
      name: 'Failed',
      key: 'failed',
      isNumber: true,
      cell: (row) => <Failed row={row} place={place} />,
      order: (a, b) => b.failed / b.count - a.failed / a.count,
    },
    {
      name: 'Half within',
      key: 'p50',
      isNumber: true,
      cell: ({ p50Ms }) => duration(p50Ms),
      order: (a, b) => (b.p50Ms ?? 0) - (a.p50Ms ?? 0),
    },
    {
      name: '95 % within',
      key: 'p95',
      isNumber: true,
      cell: ({ p95Ms }) => (
        <span data-warn={(p95Ms ?? 0) >= slowMs}>
          {duration(p95Ms)}
          {(p95Ms ?? 0) >= slowMs ? ' (slow)' : ''}
        </span>
      ),
      order: (a, b) => (b.p95Ms ?? 0) - (a.p95Ms ?? 0),
    },
    {
      name: 'Last',
      key: 'last',
      cell: ({ lastAt }) => <Ago at={lastAt} />,
      order: (a, b) => b.lastAt.localeCompare(a.lastAt),
    },
  ];
  return (
    <SortableTable
      label="Endpoints"
      columns={columns}
      rows={rows}
      keyOf={({ value }) => value.join(' ')}
      place={place}
      first="count"
    />
  );
}

function Failed({
  row: {
    value: [method = '', route = ''],
    failed,
    count,
  },
  place,
}: {
  row: ValueCount;
  place: PageRange;
}): JSX.Element {
  if (failed === 0) return <>0 %</>;
  const q = `${terms(['method', method], ['route', route])} outcome:failure,denied`;
  return (
    <Link href={place.entries(q)}>
      {((failed / count) * 100).toFixed(failed / count < 0.1 ? 1 : 0)} %
    </Link>
  );
}

function duration(ms: number | undefined): string {
  return ms === undefined ? '' : durationText(ms);
}
