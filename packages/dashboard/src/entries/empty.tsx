import { useQuery } from '@tanstack/react-query';
import { type JSX, useEffect, useRef } from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { fetchEntries } from '../api/collector.ts';
import { Button } from '../controls/button.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { isMounted } from '../mount.ts';
import style from '../page/notice.module.css';
import { Notice } from '../page/notice.tsx';
import { labelOf } from '../range/range.ts';
import { useInstants } from '../time/zone.tsx';
import { devCommand, postCommand } from './first-entry.ts';

const lookEveryMs = 3000;

/** No entry to show: either none of this kind, or none at all yet. */
export function Empty({ bar, onArrival }: { bar: AddressBar; onArrival: () => void }): JSX.Element {
  const hasAny = useHasAny(onArrival);
  if (hasAny === null) return <div aria-busy="true" />;
  return hasAny ? <NoMatch bar={bar} /> : <NothingYet />;
}

/** The same beside entries of the collector itself, such as that one has signed in to look here. */
export function OwnOnly({ onArrival }: { onArrival: () => void }): JSX.Element | null {
  return useHasAny(onArrival) === false ? <NothingYet /> : null;
}

/** Whether there is any entry but the collector's own. `null` while that is not known. */
function useHasAny(onArrival: () => void): boolean | null {
  const first = useQuery({
    queryKey: ['any entry'],
    queryFn: ({ signal }) => fetchEntries({ q: '-action:whodid.', limit: 1 }, signal),
    refetchInterval: ({ state }) => (state.data?.entries.length === 0 ? lookEveryMs : false),
    staleTime: 0,
  });
  const hasAny = first.data === undefined ? null : first.data.entries.length > 0;
  // What arrives while one reads how to send it belongs on the page at once.
  const wasEmpty = useRef(false);
  useEffect(() => {
    if (hasAny === true && wasEmpty.current) onArrival();
    wasEmpty.current = hasAny === false;
  }, [hasAny, onArrival]);
  return hasAny ?? (first.isError ? true : null);
}

function NothingYet(): JSX.Element {
  return (
    <Notice title="Nothing from your apps yet">
      <p>As soon as the first one arrives, it appears here.</p>
      <ol className={style.steps}>
        <li className={style.step}>
          <p>Run an app with capture switched on. Nothing in the app changes:</p>
          <Command text={devCommand} what="the command" />
        </li>
        {isMounted() ? null : (
          <li className={style.step}>
            <p>
              Or post one entry by hand. <code>whodid keys create</code> makes the key:
            </p>
            <Command text={postCommand(location.origin)} what="the curl command" />
          </li>
        )}
      </ol>
    </Notice>
  );
}

function Command({ text, what }: { text: string; what: string }): JSX.Element {
  return (
    <div className={style.command}>
      <pre>{text}</pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}

function NoMatch({ bar: { address, go } }: { bar: AddressBar }): JSX.Element {
  const { q, range } = address;
  const instants = useInstants();
  const isLimited = range.type !== 'all';
  return (
    <Notice title={q === '' ? 'No entries in this time' : 'No entry matches'}>
      <p>
        {isLimited
          ? `Searched: ${labelOf(range, instants.full)}.`
          : 'Searched everything there is.'}
      </p>
      <p className={style.actions}>
        {isLimited ? (
          <Button onClick={() => go({ range: { type: 'all' } })}>Search all time</Button>
        ) : null}
        {q === '' ? null : <Button onClick={() => go({ q: '' })}>Clear the query</Button>}
      </p>
    </Notice>
  );
}
