import type { Change, Json } from '@whodid/core';
import type { JSX } from 'react';
import { words } from '../sentence/target-text.ts';
import { Captured } from '../text/captured.tsx';
import { visibleBlock } from '../text/visible.ts';
import style from './changes.module.css';
import { Section } from './section.tsx';

/** What a model change did to each field: before and after. */
export function Changes({ change }: { change: Change }): JSX.Element {
  const { model, totalCount, ids } = change;
  const count = totalCount ?? ids?.length;
  return (
    <Section
      title="Changes"
      aside={
        <span className={style.aside}>
          <Captured text={words(model)} />
          {count === undefined ? null : ` · ${count.toLocaleString()} in all`}
        </span>
      }
    >
      <ChangeTable change={change} />
    </Section>
  );
}

/** Each field with what it was and what it became. */
export function ChangeTable({ change: { fields } }: { change: Change }): JSX.Element {
  if (fields.length === 0) return <p className={style.aside}>No single fields were recorded.</p>;
  return (
    <table className={style.changes}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.name}>
            <th scope="row">
              <Captured text={field.name} />
            </th>
            <Value value={field.old} className={style.old} />
            <Value value={field.new} className={style.new} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({
  value,
  className,
}: {
  value: Json | undefined;
  className: string | undefined;
}): JSX.Element {
  if (value === undefined) {
    return (
      <td className={style.absent} title="Was not there">
        –
      </td>
    );
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <td className={className}>
      <bdi>{visibleBlock(text)}</bdi>
    </td>
  );
}
