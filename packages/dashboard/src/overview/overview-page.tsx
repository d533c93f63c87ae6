import type { JSX } from 'react';
import { Link } from 'wouter';
import { useAnswer } from '../api/use-answer.ts';
import { Ranking, type RankRow } from '../chart/ranking.tsx';
import { TimeBars } from '../chart/time-bars.tsx';
import { OwnOnly } from '../entries/empty.tsx';
import { Card, Cards, SkeletonLines } from '../page/card.tsx';
import { Answered, Page, useTitle } from '../page/page.tsx';
import { PageRangePicker } from '../page/page-range.tsx';
import { defaultRange, labelOf } from '../range/range.ts';
import { type PageRange, usePageRange } from '../range/use-range.ts';
import { type ValueCount, valuesBy } from '../tally/tally.ts';
import { Captured } from '../text/captured.tsx';
import { durationText } from '../time/instants.ts';
import { useInstants } from '../time/zone.tsx';
import { personPath, personText, terms } from '../values/actor-term.ts';
import { HintList } from './hint-list.tsx';
import { type Failing, fetchOverview, type Overview } from './overview.ts';
import { Totals } from './totals.tsx';

const everyMs = 60_000;

/** Whether anything is unusual, who is busy, what fails and what is slow. */
export function OverviewPage(): JSX.Element {
  useTitle('Overview');
  const place = usePageRange(defaultRange);
  const instants = useInstants();
  const answer = useAnswer(
    ['overview', place.key, place.zone],
    (signal) => fetchOverview(place.bounds(), place.zone, signal),
    { everyMs },
  );
  return (
    <Page
      title="Overview"
      lead={`${labelOf(place.range, instants.short)}, compared with the time before`}
      tools={<PageRangePicker place={place} />}
    >
      <Answered answer={answer} skeleton={<Skeleton />}>
        {(overview) => <Answers overview={overview} place={place} reload={answer.reload} />}
      </Answered>
    </Page>
  );
}

function Answers({
  overview,
  place,
  reload,
}: {
  overview: Overview;
  place: PageRange;
  reload: () => void;
}): JSX.Element {
  const { now, before, hints, failing } = overview;
  const compared = before.count > 0;
  return (
    <>
      <OwnOnly onArrival={reload} />
      <Totals now={now} before={compared ? before : null} entries={place.entries} />
      <Cards>
        <Card title="Needs a look" wide>
          <HintList
            hints={hints}
            none="Nothing unusual in this time"
            entries={(q) => place.entries(q)}
          />
        </Card>
        <Card title="Activity" wide>
          <TimeBars
            label="Entries by time"
            buckets={now.buckets}
            end={now.end}
            before={compared ? before.buckets : undefined}
            onZoom={place.choose}
          />
        </Card>
        <Card title="Most active" aside={<More href={place.page('/people')} what="people" />}>
          <Ranking
            rows={valuesBy(now, 'actor').map((value) => personRow(value, place))}
            empty="Nobody did anything"
          />
        </Card>
        <Card title="What they did">
          <Ranking
            rows={valuesBy(now, 'action').map((value) => actionRow(value, place))}
            empty="Nothing was done"
          />
        </Card>
        <Card title="Endpoints" aside={<More href={place.page('/endpoints')} what="endpoints" />}>
          <Ranking
            rows={valuesBy(now, 'method', 'route').map((value) => routeRow(value, place))}
            empty="No requests with a known route"
          />
        </Card>
        <Card title="What fails">
          <Ranking
            rows={failing.map((row) => failingRow(row, place))}
            empty="Nothing failed or was denied"
          />
        </Card>
        <Card title="Countries">
          <Ranking
            rows={valuesBy(now, 'country').map((value) => countryRow(value, place))}
            empty="No entry tells its country"
          />
        </Card>
      </Cards>
    </>
  );
}

function More({ href, what }: { href: string; what: string }): JSX.Element {
  return <Link href={href}>All {what}</Link>;
}

function personRow(
  { value: [actor = ''], name, count, failed }: ValueCount,
  place: PageRange,
): RankRow {
  return {
    key: actor,
    label: <Captured text={personText(actor, name)} />,
    href: place.page(personPath(actor)),
    count,
    aside: failedText(failed),
  };
}

function actionRow({ value: [action = ''], count, failed }: ValueCount, place: PageRange): RankRow {
  return {
    key: action,
    label: <Captured text={action} />,
    href: place.entries(terms(['action', action])),
    count,
    aside: failedText(failed),
  };
}

function routeRow(
  { value: [method = '', route = ''], count, failed, p95Ms }: ValueCount,
  place: PageRange,
): RankRow {
  const slow = p95Ms === undefined ? '' : `95 % in ${durationText(p95Ms)}`;
  return {
    key: `${method} ${route}`,
    label: <Captured text={`${method} ${route}`} />,
    href: place.entries(terms(['method', method], ['route', route])),
    count,
    aside: [slow, failedText(failed)]
      .filter((text) => text !== undefined && text !== '')
      .join(', '),
  };
}

function failingRow({ action, failed, count }: Failing, place: PageRange): RankRow {
  const share = count === null ? undefined : Math.round((failed / count) * 100);
  return {
    key: action,
    label: <Captured text={action} />,
    href: place.entries(`${terms(['action', action])} outcome:failure,denied`),
    count: failed,
    aside: share === undefined ? undefined : `${share} % of ${count?.toLocaleString()}`,
  };
}

function countryRow({ value: [country = ''], count }: ValueCount, place: PageRange): RankRow {
  return {
    key: country,
    label: <Captured text={country} />,
    href: place.entries(terms(['country', country])),
    count,
  };
}

function failedText(failed: number): string | undefined {
  return failed === 0 ? undefined : `${failed.toLocaleString()} failed`;
}

function Skeleton(): JSX.Element {
  return (
    <Cards>
      <Card title="Needs a look" wide>
        <SkeletonLines count={1} />
      </Card>
      <Card title="Activity" wide>
        <SkeletonLines count={7} />
      </Card>
      {['Most active', 'What they did', 'Endpoints'].map((title) => (
        <Card key={title} title={title}>
          <SkeletonLines count={6} />
        </Card>
      ))}
    </Cards>
  );
}
