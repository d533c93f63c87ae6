import { type FormEvent, type JSX, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useAnswer } from '../api/use-answer.ts';
import { Button } from '../controls/button.tsx';
import { TabLinks } from '../controls/tab-links.tsx';
import { SkeletonLines } from '../page/card.tsx';
import { Notice } from '../page/notice.tsx';
import { Answered, Page, useTitle } from '../page/page.tsx';
import { PageRangePicker } from '../page/page-range.tsx';
import { defaultRange } from '../range/range.ts';
import { type PageRange, usePageRange } from '../range/use-range.ts';
import { words } from '../sentence/target-text.ts';
import { type Column, SortableTable } from '../table/sortable-table.tsx';
import { fetchTally, type Tally, type ValueCount, valuesBy } from '../tally/tally.ts';
import { Captured } from '../text/captured.tsx';
import { Ago } from '../time/moment.tsx';
import { resourcePath, resourceText, terms } from '../values/actor-term.ts';
import { Filter, type TextFilter, useFilter } from '../values/filter.tsx';
import style from './resources-page.module.css';

const most = 500;

/** What was acted on: which things, how much, and what failed. */
export function ResourcesPage(): JSX.Element {
  useTitle('Resources');
  const place = usePageRange(defaultRange);
  const filter = useFilter(place);
  const type = place.search.get('type') ?? '';
  const q = type === '' ? '' : terms(['target.type', type]);
  const types = useAnswer(['resource types', place.key], (signal) =>
    fetchTally({ ...place.bounds(), by: 'target.type', top: 30 }, signal),
  );
  const answer = useAnswer(['resources', place.key, type], (signal) =>
    fetchTally({ ...place.bounds(), q, by: 'target', top: most, order: 'last' }, signal),
  );
  return (
    <Page
      title="Resources"
      lead="What was acted on; each leads to its history"
      tools={
        <>
          <GoTo />
          <Filter filter={filter} label="Find by name or id" />
          <PageRangePicker place={place} />
        </>
      }
    >
      <TabLinks
        label="Type"
        tabs={[
          { name: 'All types', href: place.link({ type: null }), isHere: type === '' },
          ...(types.data === undefined ? [] : valuesBy(types.data, 'target.type')).map(
            ({ value: [one = ''], count }) => ({
              name: `${words(one).slice(0, 60)} ${count.toLocaleString()}`,
              href: place.link({ type: one }),
              isHere: one === type,
            }),
          ),
        ]}
      />
      <Answered answer={answer} skeleton={<SkeletonLines count={12} />}>
        {(tally) => <Found tally={tally} type={type} filter={filter} place={place} />}
      </Answered>
    </Page>
  );
}

function Found({
  tally,
  type,
  filter,
  place,
}: {
  tally: Tally;
  type: string;
  filter: TextFilter;
  place: PageRange;
}): JSX.Element {
  // An entry about an order may be about an invoice too.
  const all = valuesBy(tally, 'target').filter(
    ({ value: [one = ''] }) => type === '' || one.startsWith(`${type}:`),
  );
  const rows = all.filter(({ value, name }) => filter.fits(`${name ?? ''} ${value[0]}`));
  if (rows.length === 0) return <None isFiltered={all.length > 0} />;
  const distinct = tally.groups[0]?.distinct ?? 0;
  return (
    <>
      {distinct > all.length && type === '' ? (
        <p>
          The {all.length.toLocaleString()} that were acted on last, of {distinct.toLocaleString()}.
        </p>
      ) : null}
      <Things rows={rows} place={place} />
    </>
  );
}

function None({ isFiltered }: { isFiltered: boolean }): JSX.Element {
  return isFiltered ? (
    <Notice title="Nothing fits what you look for">
      <p>
        Only what was acted on in the chosen time is here. Choose a longer one, or go to it by id.
      </p>
    </Notice>
  ) : (
    <Notice title="Nothing was acted on in this time">
      <p>Choose a longer time. Entries name what they are about in their targets.</p>
    </Notice>
  );
}

function Things({ rows, place }: { rows: readonly ValueCount[]; place: PageRange }): JSX.Element {
  const columns: readonly Column<ValueCount>[] = [
    {
      name: 'What',
      key: 'what',
      cell: ({ value: [target = ''], name }) => (
        <Link href={resourcePath(target)}>
          <Captured text={resourceText(target, name)} />
        </Link>
      ),
      order: (a, b) => textOf(a).localeCompare(textOf(b)),
    },
    {
      name: 'Last',
      key: 'last',
      cell: ({ lastAt }) => <Ago at={lastAt} />,
      order: (a, b) => b.lastAt.localeCompare(a.lastAt),
    },
    {
      name: 'Entries',
      key: 'count',
      isNumber: true,
      cell: ({ value: [target = ''], count }) => (
        <Link href={place.entries(terms(['target', target]))}>{count.toLocaleString()}</Link>
      ),
      order: (a, b) => b.count - a.count,
    },
    {
      name: 'Changes',
      key: 'writes',
      isNumber: true,
      cell: ({ writes }) => writes.toLocaleString(),
      order: (a, b) => b.writes - a.writes,
    },
    {
      name: 'Failed',
      key: 'failed',
      isNumber: true,
      cell: ({ failed }) => failed.toLocaleString(),
      order: (a, b) => b.failed - a.failed,
    },
  ];
  return (
    <SortableTable
      label="Resources"
      columns={columns}
      rows={rows}
      keyOf={({ value }) => value[0] ?? ''}
      place={place}
      first="last"
    />
  );
}

function textOf({ value: [target = ''], name }: ValueCount): string {
  return resourceText(target, name);
}

/** Goes to a thing that one knows by its type and id, whenever it was acted on. */
function GoTo(): JSX.Element {
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (/^[^:]+:.+$/.test(text.trim())) navigate(resourcePath(text.trim()));
  };
  return (
    <form className={style.goto} onSubmit={submit}>
      <input
        aria-label="Go to type:id"
        placeholder="order:1042"
        value={text}
        maxLength={500}
        pattern="\s*[^:]+:.+"
        title="A type and an id with a colon between: order:1042"
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="submit">Go</Button>
    </form>
  );
}
