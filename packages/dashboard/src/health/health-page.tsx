import type { JSX } from 'react';
import { Link } from 'wouter';
import { useAnswer } from '../api/use-answer.ts';
import { Fact, Facts } from '../entry/facts.tsx';
import { Card, Cards, SkeletonLines } from '../page/card.tsx';
import { Answered, Page, useTitle } from '../page/page.tsx';
import { PlainTable } from '../table/plain-table.tsx';
import { Captured } from '../text/captured.tsx';
import { Ago, FullTime } from '../time/moment.tsx';
import { Figures } from './figures.tsx';
import style from './health.module.css';
import { fetchState, type GapState, type HealthState, type ProducerState } from './health.ts';
import { MinuteBars } from './minute-bars.tsx';
import { Verdict } from './verdict.tsx';

const everyMs = 5000;

/** Whether the log itself is well: is anything missing, late, full. */
export function HealthPage(): JSX.Element {
  useTitle('Health');
  const answer = useAnswer(['state'], fetchState, { everyMs });
  return (
    <Page title="Health" lead="Is anything missing? This page asks again every 5 seconds">
      <Answered answer={answer} skeleton={<Skeleton />}>
        {(state) => <State state={state} />}
      </Answered>
    </Page>
  );
}

function Skeleton(): JSX.Element {
  return (
    <>
      <div className={style.well} />
      <div className={style.figures}>
        <div className={style.figure} data-large="true" />
      </div>
      <SkeletonLines count={8} />
    </>
  );
}

function State({ state }: { state: HealthState }): JSX.Element {
  const { accepted, cache, dropped, producerCount, producers, refused, since, version } = state;
  const asked = cache.hits + cache.misses;
  return (
    <>
      <Verdict state={state} />
      <Figures state={state} />
      <Cards>
        {dropped.gaps.length === 0 ? null : (
          <Card title="What is missing" wide>
            <Gaps gaps={dropped.gaps} />
          </Card>
        )}
        <Card title="Accepted by the minute, in three hours" wide>
          <MinuteBars minutes={accepted.minutes} />
        </Card>
        <Card title="Who sends entries" wide>
          {producers.length === 0 ? (
            <p className={style.soft}>
              Nothing has come since the collector started. An app that runs is named here with its
              next entry.
            </p>
          ) : (
            <Producers producers={producers} />
          )}
          {producerCount > producers.length ? (
            <p className={style.soft}>
              The {producers.length} that were heard of last, of {producerCount.toLocaleString()}.
            </p>
          ) : null}
        </Card>
        <Card title="Collector">
          <Facts>
            <Fact name="Version">{version}</Fact>
            <Fact name="Runs since">
              <FullTime at={since} />
            </Fact>
            <Fact name="Refused">{refused.toLocaleString()}</Fact>
          </Facts>
        </Card>
        <Card title="Cache of answers">
          <Facts>
            <Fact name="Kept in">{cacheNames[cache.kind] ?? cache.kind}</Fact>
            <Fact name="Hits">
              {asked === 0
                ? 'not asked yet'
                : `${cache.hits.toLocaleString()} of ${asked.toLocaleString()}`}
            </Fact>
            <Fact name="Misses">{cache.misses.toLocaleString()}</Fact>
          </Facts>
        </Card>
      </Cards>
    </>
  );
}

const cacheNames: Readonly<Record<string, string>> = {
  none: 'nowhere',
  memory: 'the memory of the collector',
  redis: 'Redis',
};

function Gaps({ gaps }: { gaps: readonly GapState[] }): JSX.Element {
  return (
    <PlainTable
      label="What is missing"
      rows={gaps}
      keyOf={({ epoch, first, entryId }) => `${epoch} ${first} ${entryId}`}
      columns={[
        { name: 'Producer', cell: ({ producer }) => <Captured text={producer} /> },
        { name: 'Numbers', cell: numbersOf },
        { name: 'Entries', isNumber: true, cell: ({ count }) => count.toLocaleString() },
        { name: 'Noticed', cell: ({ noticedAt }) => <Ago at={noticedAt} /> },
        {
          name: 'Why',
          cell: ({ reason, entryId }) =>
            entryId === undefined ? (
              'did not come'
            ) : (
              <Link href={`/entries/${entryId}?range=7d`}>
                <Captured text={reason ?? 'told by the producer'} />
              </Link>
            ),
        },
      ]}
    />
  );
}

function numbersOf({ first, last }: GapState): string {
  return first === last ? String(first) : `${first} – ${last}`;
}

function Producers({ producers }: { producers: readonly ProducerState[] }): JSX.Element {
  return (
    <PlainTable
      label="Who sends entries"
      rows={producers}
      keyOf={({ id, epoch }) => `${id} ${epoch}`}
      columns={[
        { name: 'Producer', cell: ({ id }) => <Captured text={id} /> },
        { name: 'Service', cell: ({ service }) => <Captured text={service} /> },
        { name: 'Last seen', cell: ({ lastSeenAt }) => <Ago at={lastSeenAt} /> },
        {
          name: 'Last number',
          isNumber: true,
          cell: ({ lastNumber }) => lastNumber.toLocaleString(),
        },
        { name: 'Missing', isNumber: true, cell: ({ missing }) => missing.toLocaleString() },
        { name: 'Start', cell: ({ epoch }) => <Captured text={epoch} /> },
      ]}
    />
  );
}
