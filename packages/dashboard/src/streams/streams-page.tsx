import { type FormEvent, type JSX, useState } from 'react';
import { Link } from 'wouter';
import { useMay } from '../account/me.ts';
import { useAct } from '../api/use-act.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Button } from '../controls/button.tsx';
import { Card, SkeletonLines } from '../page/card.tsx';
import { Answered, Page, useTitle } from '../page/page.tsx';
import { defaultRange } from '../range/range.ts';
import { type PageRange, usePageRange } from '../range/use-range.ts';
import { type Column, SortableTable } from '../table/sortable-table.tsx';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import { Ago } from '../time/moment.tsx';
import { terms } from '../values/actor-term.ts';
import { StreamChange } from './stream-change.tsx';
import style from './streams.module.css';
import { addStream, fetchStreams, internal, type Stream } from './streams.ts';

const everyMs = 30_000;

/** The named streams: what is in each, and their names. */
export function StreamsPage(): JSX.Element {
  useTitle('Streams');
  const place = usePageRange(defaultRange);
  const mayChange = useMay('admin');
  const answer = useAnswer(['streams'], fetchStreams, { everyMs });
  return (
    <Page
      title="Streams"
      lead="Named streams of text; each of their entries is an entry like all others"
      tools={mayChange ? <AddStream /> : null}
    >
      <Answered answer={answer} skeleton={<SkeletonLines count={9} />}>
        {(streams) => <Streams streams={streams} place={place} mayChange={mayChange} />}
      </Answered>
    </Page>
  );
}

function Streams({
  streams,
  place,
  mayChange,
}: {
  streams: readonly Stream[];
  place: PageRange;
  mayChange: boolean;
}): JSX.Element {
  const [chosen, setChosen] = useState<string | null>(null);
  const change: Column<Stream> = {
    name: 'Change',
    key: 'change',
    cell: ({ name }) =>
      name === internal ? (
        'always there'
      ) : (
        <Button small aria-label={`Change ${visible(name)}`} onClick={() => setChosen(name)}>
          Change
        </Button>
      ),
    order: () => 0,
  };
  const stream = streams.find(({ name }) => name === chosen);
  return (
    <>
      {stream === undefined ? null : (
        <Card title={<Captured text={`Change ${stream.name}`} />}>
          <StreamChange key={stream.name} stream={stream} onClose={() => setChosen(null)} />
        </Card>
      )}
      <SortableTable
        label="Streams"
        columns={mayChange ? [...columns, change] : columns}
        rows={streams}
        keyOf={({ name }) => name}
        place={place}
        first="name"
      />
    </>
  );
}

const columns: readonly Column<Stream>[] = [
  {
    name: 'Stream',
    key: 'name',
    cell: ({ name, formerNames }) => (
      <>
        <Link href={`/entries?range=all&q=${encodeURIComponent(terms(['stream', name]))}`}>
          <Captured text={name} />
        </Link>
        {formerNames.length === 0 ? null : (
          <small>
            {' formerly '}
            <Captured text={formerNames.join(', ')} />
          </small>
        )}
      </>
    ),
    order: (a, b) => a.name.localeCompare(b.name),
  },
  {
    name: 'Entries',
    key: 'entries',
    isNumber: true,
    cell: ({ entries }) => entries.toLocaleString(),
    order: (a, b) => b.entries - a.entries,
  },
  {
    name: 'Last',
    key: 'last',
    cell: ({ lastAt }) => (lastAt === undefined ? 'never' : <Ago at={lastAt} />),
    order: (a, b) => (b.lastAt ?? '').localeCompare(a.lastAt ?? ''),
  },
];

function AddStream(): JSX.Element {
  const [name, setName] = useState('');
  const act = useAct('streams', addStream, () => setName(''));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') act.run(name.trim());
  };
  return (
    <form className={style.line} onSubmit={submit}>
      <input
        className={style.field}
        aria-label="Name of a new stream"
        placeholder="PAYMENTS"
        value={name}
        maxLength={64}
        onChange={({ target }) => setName(target.value)}
      />
      <Button type="submit" aria-disabled={act.isBusy}>
        Add stream
      </Button>
      {act.fault === null ? null : (
        <p className={style.fault} role="alert">
          {visible(act.fault)}
        </p>
      )}
    </form>
  );
}
