import { Dialog } from '@base-ui/react/dialog';
import type { EntryFields } from '@whodid/core';
import { type JSX, useEffect } from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { OutcomeMark } from '../entries/outcome-mark.tsx';
import { isMounted, pagesAddress } from '../mount.ts';
import { sentenceText } from '../sentence/sentence.ts';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import { FullTime } from '../time/moment.tsx';
import { TriageSection } from '../triage/triage-section.tsx';
import { AroundSection } from './around-section.tsx';
import { copyForms } from './copy-as.ts';
import { CopyMenu } from './copy-menu.tsx';
import style from './drawer.module.css';
import { EntryDetails } from './entry-details.tsx';
import { useEntry } from './use-entry.ts';

/** What the drawer shows: a head that stays, and the details below it. */
export function EntryPanel({
  id,
  bar,
  entries,
}: {
  id: string;
  bar: AddressBar;
  entries: readonly EntryFields[];
}): JSX.Element {
  const { entry, problem, retry } = useEntry(id, entries);
  useTitle(entry === null ? null : visible(sentenceText(entry)));
  const index = entries.findIndex((listed) => listed.id === id);
  return (
    <>
      <div className={style.bar}>
        <Step label="Newer entry" icon="previous" to={entries[index - 1]} bar={bar} />
        <Step
          label="Older entry"
          icon="next"
          to={index === -1 ? undefined : entries[index + 1]}
          bar={bar}
        />
        <span className={style.space} />
        {entry === null ? null : (
          <CopyMenu forms={() => copyForms(entry, pagesAddress(), !isMounted())} />
        )}
        <Dialog.Close
          render={<Button look="quiet" small square aria-label="Close" title="Close (Esc)" />}
        >
          <Icon name="cross" />
        </Dialog.Close>
      </div>
      <div className={style.head}>
        <Dialog.Title className={style.title ?? ''}>
          {entry === null ? 'Entry' : <Captured text={sentenceText(entry)} />}
        </Dialog.Title>
        {entry === null ? null : (
          <p className={style.under}>
            <OutcomeMark outcome={entry.outcome} />
            <FullTime at={entry.occurredAt} />
          </p>
        )}
      </div>
      {entry === null ? null : (
        <>
          <EntryDetails entry={entry} />
          <AroundSection
            key={`around ${entry.id}`}
            entry={entry}
            hrefOf={(entryId) => bar.linkTo({ entryId })}
          />
          <TriageSection key={entry.id} entryId={entry.id} />
        </>
      )}
      {entry === null && problem !== null ? (
        <div className={style.missing} role="alert">
          <p>
            {problem.statusCode === 404
              ? 'There is no entry with this id. It may have been pruned.'
              : visible(problem.detail)}
          </p>
          <Button onClick={retry}>Try again</Button>
        </div>
      ) : null}
    </>
  );
}

// A tab and the history name what was looked at.
function useTitle(title: string | null): void {
  useEffect(() => {
    if (title === null) return;
    const before = document.title;
    document.title = `${title} · whodid`;
    return () => {
      document.title = before;
    };
  }, [title]);
}

function Step({
  label,
  icon,
  to,
  bar,
}: {
  label: string;
  icon: 'previous' | 'next';
  to: EntryFields | undefined;
  bar: AddressBar;
}): JSX.Element {
  return (
    <Button
      look="quiet"
      small
      square
      aria-label={label}
      title={`${label} (${icon === 'next' ? 'j' : 'k'})`}
      // Not `disabled`: at the end of the list the focus would be lost.
      aria-disabled={to === undefined}
      onClick={() => {
        if (to !== undefined) bar.go({ entryId: to.id }, { replace: true });
      }}
    >
      <Icon name={icon} />
    </Button>
  );
}
