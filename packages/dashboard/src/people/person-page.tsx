import { type JSX, useMemo } from 'react';
import { useParams } from 'wouter';
import { canPass } from '../api/can-pass.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Ranking } from '../chart/ranking.tsx';
import { Button } from '../controls/button.tsx';
import { useCopy } from '../controls/copy-button.tsx';
import { TabLinks } from '../controls/tab-links.tsx';
import { type EntryList, useEntries } from '../entries/use-entries.ts';
import { HintList } from '../overview/hint-list.tsx';
import { Totals } from '../overview/totals.tsx';
import { Card, Cards, SkeletonLines } from '../page/card.tsx';
import { LoadFailure, Notice } from '../page/notice.tsx';
import { Answered, Page, useTitle } from '../page/page.tsx';
import { PageRangePicker } from '../page/page-range.tsx';
import type { Range } from '../range/range.ts';
import { type PageRange, usePageRange } from '../range/use-range.ts';
import { valuesBy } from '../tally/tally.ts';
import { Captured } from '../text/captured.tsx';
import { programText } from '../text/program-text.ts';
import { Ago } from '../time/moment.tsx';
import { useInstants } from '../time/zone.tsx';
import {
  actorTerms,
  type Reference,
  resourcePath,
  resourceText,
  terms,
} from '../values/actor-term.ts';
import { fetchPerson, type Person } from './person.ts';
import { SessionList } from './session-list.tsx';
import { type Session, sessionsOf } from './sessions.ts';
import { ticketText } from './ticket-text.ts';
import { WeekMap } from './week-map.tsx';

const lastWeek: Range = { type: 'last', span: '7d' };

const shows = [
  { key: 'all', name: 'All', query: '' },
  { key: 'changes', name: 'Changes only', query: '(method:POST,PUT,PATCH,DELETE OR model:*)' },
  { key: 'sign-ins', name: 'Sign-ins', query: 'kind:auth' },
  { key: 'failures', name: 'Failures', query: 'outcome:failure,denied' },
] as const;

/** Everything that somebody did, what is usual for them, and what is not. */
export function PersonPage(): JSX.Element {
  const { type = '', id = '' } = useParams<{ type: string; id: string }>();
  const place = usePageRange(lastWeek);
  const answer = useAnswer(['person', type, id, place.key, place.zone], (signal) =>
    fetchPerson({ type, id }, place.bounds(), place.zone, signal),
  );
  const name = answer.data?.name ?? id;
  useTitle(name);
  return (
    <Page
      title={<Captured text={name} />}
      lead={<Lead who={{ type, id }} person={answer.data} />}
      tools={<PageRangePicker place={place} />}
    >
      <Answered answer={answer} skeleton={<Skeleton />}>
        {(person) => <Facts person={person} who={{ type, id }} place={place} />}
      </Answered>
      <Doings who={{ type, id }} name={name} place={place} />
    </Page>
  );
}

function Lead({ who, person }: { who: Reference; person: Person | undefined }): JSX.Element {
  return (
    <>
      <Captured text={`${who.type} ${who.id}`} />
      {person === undefined || person.firstAt === null || person.lastAt === null ? null : (
        <>
          {' · first seen '}
          <Ago at={person.firstAt} />
          {' · last seen '}
          <Ago at={person.lastAt} />
          {` · ${person.total.toLocaleString()} entries in all`}
        </>
      )}
    </>
  );
}

function Facts({
  person,
  who,
  place,
}: {
  person: Person;
  who: Reference;
  place: PageRange;
}): JSX.Element {
  const { now, usual, hints, hours } = person;
  const entries = (q: string): string => place.entries(`${actorTerms(who)} ${q}`.trim());
  const clients = new Set((usual?.clients ?? []).map((userAgent) => programText({ userAgent })));
  return (
    <>
      <Totals now={now} before={null} entries={entries} />
      <Cards>
        <Card title="Unusual">
          <HintList
            hints={hints}
            none={
              usual === null
                ? 'Too little is known of the four weeks before to tell'
                : 'Nothing unusual in this time'
            }
            entries={entries}
          />
          {usual === null ? null : (
            <p>
              Usually {usual.hours}
              {usual.countries.length === 0 ? null : (
                <>
                  , from <Captured text={usual.countries.join(', ')} />
                </>
              )}
              {clients.size === 0 ? null : (
                <>
                  , with <Captured text={[...clients].join(', ')} />
                </>
              )}
            </p>
          )}
        </Card>
        <Card title="Usual hours">
          <WeekMap hours={hours} />
        </Card>
        <Card title="What they reached">
          <Ranking
            rows={valuesBy(now, 'target').map(({ value: [target = ''], name, count }) => ({
              key: target,
              label: <Captured text={resourceText(target, name)} />,
              href: resourcePath(target),
              count,
            }))}
            empty="Nothing in this time"
          />
        </Card>
        <Card title="From where">
          <Ranking
            rows={valuesBy(now, 'ip').map(({ value: [ip = ''], count }) => ({
              key: ip,
              label: <Captured text={ip} />,
              href: entries(terms(['ip', ip])),
              count,
            }))}
            empty="No entry tells from where"
          />
        </Card>
      </Cards>
    </>
  );
}

function Doings({
  who,
  name,
  place,
}: {
  who: Reference;
  name: string;
  place: PageRange;
}): JSX.Element {
  const shown = shows.find(({ key }) => key === place.search.get('show')) ?? shows[0];
  const list = useEntries({ q: `${actorTerms(who)} ${shown.query}`.trim(), range: place.range });
  const sessions = useMemo(() => sessionsOf(list.entries), [list.entries]);
  const [copied, copy] = useCopy();
  const instants = useInstants();
  return (
    <Card
      title="What they did"
      wide
      aside={
        <Button
          small
          aria-disabled={sessions.length === 0}
          onClick={() => copy(ticketText(name, who, sessions, instants), 'for a ticket')}
        >
          {copied ? 'Copied' : 'Copy for a ticket'}
        </Button>
      }
    >
      <TabLinks
        label="What is shown"
        tabs={shows.map(({ key, name: text }) => ({
          name: text,
          href: place.link({ show: key === 'all' ? null : key }),
          isHere: key === shown.key,
        }))}
      />
      <Sessions list={list} sessions={sessions} />
    </Card>
  );
}

function Sessions({
  list,
  sessions,
}: {
  list: EntryList;
  sessions: readonly Session[];
}): JSX.Element {
  const { problem, isLoadingOlder } = list;
  if (list.isFirstLoad) return <SkeletonLines count={8} />;
  if (problem !== null) {
    return <LoadFailure problem={problem} triesAgain={canPass(problem)} onRetry={list.reload} />;
  }
  if (sessions.length === 0) {
    return (
      <Notice title="Nothing in this time">
        <p>Choose a longer time, or show all.</p>
      </Notice>
    );
  }
  return (
    <div aria-busy={list.isStale}>
      <SessionList sessions={sessions} />
      {list.hasOlder ? (
        <Button onClick={list.loadOlder} aria-disabled={isLoadingOlder}>
          {isLoadingOlder ? 'Loading' : 'Load older'}
        </Button>
      ) : null}
    </div>
  );
}

function Skeleton(): JSX.Element {
  return (
    <Cards>
      {['Unusual', 'Usual hours', 'What they reached', 'From where'].map((title) => (
        <Card key={title} title={title}>
          <SkeletonLines count={6} />
        </Card>
      ))}
    </Cards>
  );
}
