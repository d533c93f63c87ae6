import { type JSX, useMemo } from 'react';
import { Link, useParams } from 'wouter';
import { canPass } from '../api/can-pass.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Ranking } from '../chart/ranking.tsx';
import { Button } from '../controls/button.tsx';
import { TabLinks } from '../controls/tab-links.tsx';
import { type EntryList, useEntries } from '../entries/use-entries.ts';
import { Card, Cards, SkeletonLines } from '../page/card.tsx';
import { LoadFailure, Notice } from '../page/notice.tsx';
import { Page, useTitle } from '../page/page.tsx';
import type { Range } from '../range/range.ts';
import { type PageRange, usePageRange } from '../range/use-range.ts';
import { fetchTally, type Tally, valuesBy } from '../tally/tally.ts';
import { Captured } from '../text/captured.tsx';
import { Ago } from '../time/moment.tsx';
import { personPath, personText, resourceText, terms } from '../values/actor-term.ts';
import { AsItWas } from './as-it-was.tsx';
import { stepsOf } from './field-history.ts';
import { Timeline } from './timeline.tsx';

const all: Range = { type: 'all' };
const atOnce = 200;

/** What changed on one thing, by whom and when, and how it was at any moment. */
export function ResourcePage(): JSX.Element {
  const { type = '', id = '' } = useParams<{ type: string; id: string }>();
  const reference = `${type}:${id}`;
  const q = terms(['target', reference]);
  const place = usePageRange(all);
  const answer = useAnswer(['resource', reference], (signal) =>
    fetchTally({ q, by: 'actor,target', top: 20 }, signal),
  );
  const changes = useEntries({ q: `${q} model:*`, range: all }, { limit: atOnce });
  const counted = answer.data === undefined ? undefined : valuesBy(answer.data, 'target');
  const name = counted?.find(({ value }) => value[0] === reference)?.name;
  const title = resourceText(reference, name);
  useTitle(title);
  return (
    <Page
      title={<Captured text={title} />}
      lead={answer.data === undefined ? ' ' : <Lead tally={answer.data} changes={changes} />}
      tools={<Link href={place.entries(q)}>All entries about it</Link>}
    >
      <Cards>
        <Card title="As it was">
          <Was changes={changes} />
        </Card>
        <Card title="Who had to do with it">
          {answer.data === undefined ? (
            <SkeletonLines count={6} />
          ) : (
            <Ranking
              rows={valuesBy(answer.data, 'actor').map(
                ({ value: [who = ''], name: known, count }) => ({
                  key: who,
                  label: <Captured text={personText(who, known)} />,
                  href: `${personPath(who)}?range=all`,
                  count,
                }),
              )}
              empty="Nobody"
            />
          )}
        </Card>
      </Cards>
      <History q={q} changes={changes} place={place} />
    </Page>
  );
}

function Lead({ tally, changes }: { tally: Tally; changes: EntryList }): JSX.Element {
  const last = changes.entries[0];
  const people = tally.groups[0]?.distinct ?? 0;
  return (
    <>
      {tally.count.toLocaleString()} {tally.count === 1 ? 'entry' : 'entries'} by{' '}
      {people.toLocaleString()} {people === 1 ? 'person' : 'people'}
      {last === undefined ? null : (
        <>
          {' · last change '}
          <Ago at={last.occurredAt} />
        </>
      )}
    </>
  );
}

function Was({ changes }: { changes: EntryList }): JSX.Element {
  const steps = useMemo(() => stepsOf(changes.entries), [changes.entries]);
  if (changes.isFirstLoad) return <SkeletonLines count={6} />;
  if (steps.length === 0) return <p>No change of it was recorded.</p>;
  return (
    <>
      <AsItWas steps={steps} hasOlder={changes.hasOlder} />
      {changes.hasOlder ? (
        <p>
          From the newest {steps.length.toLocaleString()} changes.{' '}
          <Button look="link" onClick={changes.loadOlder} aria-disabled={changes.isLoadingOlder}>
            Load older changes
          </Button>
        </p>
      ) : null}
    </>
  );
}

/** Only changes until one asks for all: views of it are many, and seldom what one looks for. */
function History({
  q,
  changes,
  place,
}: {
  q: string;
  changes: EntryList;
  place: PageRange;
}): JSX.Element {
  const showsAll = place.search.get('show') === 'all';
  return (
    <Card title="History" wide>
      <TabLinks
        label="What is shown"
        tabs={[
          { name: 'Changes only', href: place.link({ show: null }), isHere: !showsAll },
          { name: 'All', href: place.link({ show: 'all' }), isHere: showsAll },
        ]}
      />
      {showsAll ? (
        <Everything q={q} />
      ) : (
        <Entries list={changes} all={place.link({ show: 'all' })} />
      )}
    </Card>
  );
}

function Everything({ q }: { q: string }): JSX.Element {
  return <Entries list={useEntries({ q, range: all })} all={null} />;
}

function Entries({ list, all: everything }: { list: EntryList; all: string | null }): JSX.Element {
  const { problem, entries, isLoadingOlder } = list;
  if (list.isFirstLoad) return <SkeletonLines count={8} />;
  if (problem !== null) {
    return <LoadFailure problem={problem} triesAgain={canPass(problem)} onRetry={list.reload} />;
  }
  if (entries.length === 0) {
    return (
      <Notice title={everything === null ? 'Nothing is known of it' : 'No change was recorded'}>
        <p>
          {everything === null ? (
            'Perhaps its type or id is written in another way.'
          ) : (
            <Link href={everything}>Show all that happened to it</Link>
          )}
        </p>
      </Notice>
    );
  }
  return (
    <>
      <Timeline entries={entries} />
      {list.hasOlder ? (
        <Button onClick={list.loadOlder} aria-disabled={isLoadingOlder}>
          {isLoadingOlder ? 'Loading' : 'Load older'}
        </Button>
      ) : null}
    </>
  );
}
