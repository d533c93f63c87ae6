import type { Json } from '@whodid/core';
import { type JSX, useId, useState } from 'react';
import { Link } from 'wouter';
import { actorName } from '../sentence/actor-text.ts';
import { Captured } from '../text/captured.tsx';
import { visibleBlock } from '../text/visible.ts';
import { Ago } from '../time/moment.tsx';
import { useInstants } from '../time/zone.tsx';
import { type FieldState, type Step, stateAfter } from './field-history.ts';
import style from './resource.module.css';

/** A thing as it was at a moment that one chooses among its changes, and who had set what. */
export function AsItWas({
  steps,
  hasOlder,
}: {
  steps: readonly Step[];
  hasOlder: boolean;
}): JSX.Element {
  const instants = useInstants();
  const [chosen, setChosen] = useState<number | null>(null);
  const id = useId();
  // Until one chooses it is as it is now, also when another change arrives.
  const count = Math.min(chosen ?? steps.length, steps.length);
  const last = steps[count - 1];
  const state = stateAfter(steps, count, hasOlder);
  const moment =
    last === undefined ? 'Before the first known change' : `After ${instants.full(last.at)}`;
  const text = count === steps.length ? 'Now' : moment;
  return (
    <div className={style.was}>
      <label htmlFor={id}>Moment</label>
      <input
        id={id}
        className={style.slider}
        type="range"
        min={0}
        max={steps.length}
        step={1}
        value={count}
        aria-valuetext={text}
        onChange={({ target }) => setChosen(Number(target.value))}
      />
      <p className={style.moment} role="status">
        <strong>{text}</strong>
        <Exactness isExact={state.isExact} />
      </p>
      {state.exists ? (
        <Fields fields={state.fields} last={last} />
      ) : (
        <p>{count === 0 ? 'It was not there yet.' : 'It was deleted.'}</p>
      )}
    </div>
  );
}

function Exactness({ isExact }: { isExact: boolean }): JSX.Element {
  return (
    <span
      className={style.badge}
      data-exact={isExact}
      title={
        isExact
          ? 'Its creation and all changes since are known'
          : 'Only fields that changes tell of are known; there may be others'
      }
    >
      {isExact ? 'exact' : 'partly known'}
    </span>
  );
}

function Fields({
  fields,
  last,
}: {
  fields: readonly FieldState[];
  last: Step | undefined;
}): JSX.Element {
  if (fields.length === 0) return <p>Of none of its fields is anything known.</p>;
  return (
    <div className={style.scroll}>
      <table className={style.fields} aria-label="Fields as they were, with who set them">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Value</th>
            <th scope="col">Set by</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, value, setBy }) => (
            <tr key={name} data-fresh={setBy !== null && setBy === last}>
              <th scope="row">
                <Captured text={name} />
              </th>
              <td className={style.value}>
                <bdi>{valueText(value)}</bdi>
              </td>
              <td>{setBy === null ? 'before' : <SetBy step={setBy} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SetBy({ step: { entryId, at, by } }: { step: Step }): JSX.Element {
  return (
    <Link href={`/entries/${entryId}?range=all`}>
      <Captured text={actorName(by)} />, <Ago at={at} />
    </Link>
  );
}

function valueText(value: Json | undefined): string {
  if (value === undefined) return '–';
  return visibleBlock(typeof value === 'string' ? value : JSON.stringify(value));
}
