import type { EntryFields } from '@whodid/core';
import { type FormEvent, type JSX, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useMay } from '../account/me.ts';
import { Button } from '../controls/button.tsx';
import { TabLinks } from '../controls/tab-links.tsx';
import { Page, useTitle } from '../page/page.tsx';
import { defaultRange } from '../range/range.ts';
import { usePageRange } from '../range/use-range.ts';
import { sentenceText } from '../sentence/sentence.ts';
import { Captured } from '../text/captured.tsx';
import { BoardColumn } from './board-column.tsx';
import style from './triage.module.css';
import { stages } from './triage.ts';
import { useCardKeys } from './use-card-keys.ts';
import { useMyself } from './use-move.ts';

/** What waits for a decision, what somebody works on, and what is done. */
export function TriagePage(): JSX.Element {
  useTitle('Triage');
  useCardKeys();
  const place = usePageRange(defaultRange);
  const myself = useMyself();
  const mayMove = useMay('triage');
  const [conflict, setConflict] = useState<EntryFields | null>(null);
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
      {conflict === null ? null : <Conflict entry={conflict} onClose={() => setConflict(null)} />}
      <div className={style.board}>
        {stages.map((stage) => (
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

/** On the page and not on the card: the card has gone to another column. */
function Conflict({ entry, onClose }: { entry: EntryFields; onClose: () => void }): JSX.Element {
  return (
    <p className={style.trouble} role="alert">
      Somebody else was faster with{' '}
      <Link href={`/entries/${entry.id}?range=all`}>
        <Captured text={sentenceText(entry)} />
      </Link>
      . Nothing of yours was applied; a note that you typed is kept with it.{' '}
      <Button small onClick={onClose}>
        Close
      </Button>
    </p>
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
