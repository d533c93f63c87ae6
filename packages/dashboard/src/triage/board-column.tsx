import { useInfiniteQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link } from 'wouter';
import { canPass } from '../api/can-pass.ts';
import { problemOf } from '../api/problem.ts';
import { Button } from '../controls/button.tsx';
import { OutcomeMark } from '../entries/outcome-mark.tsx';
import { WhatHappened } from '../entries/what-happened.tsx';
import { SkeletonLines } from '../page/card.tsx';
import { LoadFailure } from '../page/notice.tsx';
import { whoText } from '../sentence/actor-text.ts';
import { Captured } from '../text/captured.tsx';
import { Ago } from '../time/moment.tsx';
import type { Refused } from './conflict.tsx';
import { MoveControls } from './move-controls.tsx';
import style from './triage.module.css';
import { type Card, fetchBoard, type Stage, stageNames } from './triage.ts';

const everyMs = 10_000;
const retryMs = 5000;

/** What waits, is in progress or done, newest first. */
export function BoardColumn({
  stage,
  q,
  assignee,
  onConflict,
}: {
  stage: Stage;
  q: string;
  assignee: string | undefined;
  onConflict: (refused: Refused) => void;
}): JSX.Element {
  const pages = useInfiniteQuery({
    queryKey: ['triage', 'board', stage, q, assignee],
    queryFn: ({ pageParam, signal }) =>
      fetchBoard({ stage, q, assignee, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state: { error } }) =>
      error !== null && canPass(problemOf(error)) ? retryMs : everyMs,
  });
  const cards = (pages.data?.pages ?? []).flatMap((page) => page.cards);
  const count = pages.data?.pages.at(-1)?.counts[stage];
  const headingId = `column-${stage}`;
  return (
    <section className={style.column} aria-labelledby={headingId} data-column={stage}>
      <h2 id={headingId} className={style.columnHead}>
        {stageNames[stage]}
        <span className={style.count}>{count?.toLocaleString() ?? ''}</span>
      </h2>
      {pages.isPending ? (
        <div aria-busy="true">
          <SkeletonLines count={6} />
        </div>
      ) : null}
      {pages.isError && pages.data === undefined ? (
        <LoadFailure
          problem={problemOf(pages.error)}
          triesAgain={canPass(problemOf(pages.error))}
          onRetry={() => void pages.refetch()}
        />
      ) : null}
      {pages.data !== undefined && cards.length === 0 && !pages.hasNextPage ? (
        <p className={style.none}>{none[stage]}</p>
      ) : null}
      <ul className={style.cards}>
        {cards.map((card) => (
          <BoardCard key={card.entry.id} card={card} onConflict={onConflict} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button aria-disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {pages.isFetchingNextPage ? 'Loading' : 'Load more'}
        </Button>
      ) : null}
    </section>
  );
}

const none: Readonly<Record<Stage, string>> = {
  PENDING: 'Nothing waits for a decision.',
  IN_PROGRESS: 'Nobody works on anything.',
  DONE: 'Nothing is done yet.',
};

function BoardCard({
  card: { entry, standing },
  onConflict,
}: {
  card: Card;
  onConflict: (refused: Refused) => void;
}): JSX.Element {
  const { assignee, note, by } = standing;
  return (
    <li className={style.card} data-card={entry.id}>
      <Link href={`/entries/${entry.id}?range=all`} className={style.sentence} data-first="">
        <Captured text={whoText(entry).name} /> <WhatHappened entry={entry} />
      </Link>
      <p className={style.facts}>
        <OutcomeMark outcome={entry.outcome} />
        <Ago at={entry.occurredAt} />
        {assignee === undefined ? null : (
          <span>
            assigned to <Captured text={assignee} />
          </span>
        )}
      </p>
      {note === undefined ? null : (
        <p className={style.said}>
          {by === undefined ? null : (
            <>
              <Captured text={by} />
              {': '}
            </>
          )}
          <Captured text={note.slice(0, 300)} />
        </p>
      )}
      <MoveControls
        entryId={entry.id}
        standing={standing}
        onConflict={(change) => onConflict({ entry, change })}
      />
    </li>
  );
}
