import { type FormEvent, type JSX, useEffect, useState } from 'react';
import { useMay } from '../account/me.ts';
import { Button } from '../controls/button.tsx';
import { TabLinks } from '../controls/tab-links.tsx';
import { narrow, useMedia } from '../controls/use-media.ts';
import { Page, useTitle } from '../page/page.tsx';
import { defaultRange } from '../range/range.ts';
import { usePageRange } from '../range/use-range.ts';
import { BoardColumn } from './board-column.tsx';
import { Conflict, type Refused } from './conflict.tsx';
import style from './triage.module.css';
import { stageNames, stages } from './triage.ts';
import { useCardKeys } from './use-card-keys.ts';
import { useMyself } from './use-move.ts';

/** What waits for a decision, what somebody works on, and what is done. */
export function TriagePage(): JSX.Element {
  useTitle('Triage');
  useCardKeys();
  const place = usePageRange(defaultRange);
  const myself = useMyself();
  const mayMove = useMay('triage');
  const [conflict, setConflict] = useState<Refused | null>(null);
  // On a phone one column at a time.
  const isNarrow = useMedia(narrow);
  const here = stages.find((stage) => stage === place.search.get('stage')) ?? 'PENDING';
  const q = place.search.get('q') ?? '';
  const whose = place.search.get('assignee');
  const assignee = whose === 'me' ? myself : whose === 'nobody' ? '' : undefined;
  return (
    <Page
      title="Triage"
      lead={
        mayMove
          ? 'What waits for a decision of the last 30 days: take it, note why, and finish it'
          : 'What waits for a decision of the last 30 days. You can look; moving takes the role auditor'
      }
      tools={<WhatWaits key={q} q={q} onRun={(next) => place.set({ q: next })} />}
    >
      <TabLinks
        label="Assigned to"
        tabs={[
          { name: 'Anybody', href: place.link({ assignee: null }), isHere: whose === null },
          { name: 'Me', href: place.link({ assignee: 'me' }), isHere: whose === 'me' },
          { name: 'Nobody', href: place.link({ assignee: 'nobody' }), isHere: whose === 'nobody' },
        ]}
      />
      {conflict === null ? null : <Conflict refused={conflict} onClose={() => setConflict(null)} />}
      {isNarrow ? (
        <TabLinks
          label="Column"
          tabs={stages.map((stage) => ({
            name: stageNames[stage],
            href: place.link({ stage: stage === 'PENDING' ? null : stage }),
            isHere: stage === here,
          }))}
        />
      ) : null}
      <div className={style.board}>
        {(isNarrow ? [here] : stages).map((stage) => (
          <BoardColumn
            key={stage}
            stage={stage}
            q={q}
            assignee={assignee}
            onConflict={setConflict}
          />
        ))}
      </div>
    </Page>
  );
}

function WhatWaits({ q, onRun }: { q: string; onRun: (q: string) => void }): JSX.Element {
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onRun(text.trim());
  };
  return (
    <form className={style.filter} onSubmit={submit}>
      <input
        aria-label="What waits, as a query"
        placeholder="failed, denied or alarming"
        value={text}
        maxLength={4096}
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="submit">Show</Button>
    </form>
  );
}
