import type { EntryFields } from '@whodid/core';
import type { ReactNode } from 'react';
import { whoText } from '../sentence/actor-text.ts';
import { targetsText } from '../sentence/target-text.ts';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import { durationText } from '../time/instants.ts';
import { ClockTime } from '../time/moment.tsx';
import style from './entry-table.module.css';
import { OutcomeMark } from './outcome-mark.tsx';

/** A column of the list, beside what happened. */
export interface ListColumn {
  /** Stands for it where the choice is remembered. */
  readonly key: string;
  readonly name: string;
  /** How wide it is: a track of a CSS grid. */
  readonly width: string;
  /** Where it stands: a class of its cells, as `time` and `timeHead`. */
  readonly look?: string;
  /** Whether it is shown unless somebody chooses otherwise. */
  readonly isUsual?: true;
  readonly cell: (entry: EntryFields) => ReactNode;
  /** What it is called in an export. */
  readonly exported: readonly string[];
}

const text = (value: string | undefined): ReactNode =>
  value === undefined ? null : <Captured text={value} />;

/** All columns, in the order in which they are shown. `null` is what happened, which always is. */
export const listColumns: readonly (ListColumn | null)[] = [
  {
    ...{ key: 'time', name: 'Time', width: '108px', look: 'time', isUsual: true },
    cell: ({ occurredAt }) => <ClockTime at={occurredAt} />,
    exported: ['occurredAt'],
  },
  {
    ...{ key: 'outcome', name: 'Outcome', width: '92px', look: 'outcome', isUsual: true },
    cell: ({ outcome }) => <OutcomeMark outcome={outcome} />,
    exported: ['outcome'],
  },
  {
    ...{ key: 'who', name: 'Who', width: 'minmax(110px, 0.28fr)', look: 'who', isUsual: true },
    cell: (entry) => <Who entry={entry} />,
    exported: ['actor.type', 'actor.id', 'actor.name'],
  },
  null,
  {
    ...{ key: 'target', name: 'On what', width: 'minmax(80px, 0.22fr)' },
    cell: ({ targets }) => text(targetsText(targets)),
    exported: ['targets'],
  },
  {
    ...{ key: 'route', name: 'Route', width: 'minmax(80px, 0.22fr)' },
    cell: ({ http }) => text(http?.route),
    exported: ['method', 'route'],
  },
  {
    ...{ key: 'ip', name: 'Address', width: 'minmax(60px, 128px)' },
    cell: ({ client }) => text(client?.ip),
    exported: ['ip'],
  },
  {
    ...{ key: 'country', name: 'Country', width: '56px' },
    cell: ({ client }) => text(client?.country),
    exported: ['country'],
  },
  {
    ...{ key: 'service', name: 'Service', width: 'minmax(60px, 0.15fr)' },
    cell: ({ service }) => text(service.name),
    exported: ['service'],
  },
  {
    ...{ key: 'stream', name: 'Stream', width: 'minmax(60px, 0.15fr)' },
    cell: ({ stream }) => text(stream),
    exported: ['stream'],
  },
  {
    ...{ key: 'code', name: 'Code', width: '44px', look: 'code', isUsual: true },
    cell: ({ http }) => http?.statusCode,
    exported: ['status'],
  },
  {
    ...{ key: 'duration', name: 'Duration', width: '72px', look: 'duration', isUsual: true },
    cell: ({ http }) => (http === undefined ? null : durationText(http.durationMs)),
    exported: ['durationMs'],
  },
];

function Who({ entry }: { entry: EntryFields }): ReactNode {
  const { name, type, behalf } = whoText(entry);
  const title = [entry.actor.id, entry.actor.email]
    .filter((part) => part !== undefined)
    .join(' · ');
  return (
    <span title={visible(title)} data-anonymous={entry.actor.type === 'anonymous'}>
      <Captured text={name} />
      {type === undefined ? null : <span className={style.aside}> {type}</span>}
      {behalf === undefined ? null : (
        <span className={style.aside}>
          {' for '}
          <Captured text={behalf} />
        </span>
      )}
    </span>
  );
}
