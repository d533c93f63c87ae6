import { type JSX, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { withTerm } from '../query/with-term.ts';
import { type GroupCount, type Tally, valuesBy } from '../tally/tally.ts';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import { type FacetField, facetFields } from './facet-fields.ts';
import style from './facets.module.css';

/** Values with their counts. One click asks only for them, or for all others. */
export function Facets({
  tally,
  q,
  onRun,
}: {
  tally: Tally;
  q: string;
  onRun: (q: string) => void;
}): JSX.Element {
  return (
    <div className={style.facets}>
      {facetFields.map((field) => {
        const group = tally.groups.find(({ by }) => by.join('/') === field.by);
        // One value for all says nothing.
        if (group === undefined || group.values.length === 0) return null;
        return (
          <Facet key={field.by} field={field} group={group} tally={tally} q={q} onRun={onRun} />
        );
      })}
    </div>
  );
}

const fewAtFirst = 5;

function Facet({
  field,
  group,
  tally,
  q,
  onRun,
}: {
  field: FacetField;
  group: GroupCount;
  tally: Tally;
  q: string;
  onRun: (q: string) => void;
}): JSX.Element {
  const [showsMore, setShowsMore] = useState(false);
  const values = valuesBy(tally, field.by);
  const shown = showsMore ? values : values.slice(0, fewAtFirst);
  const hidden = values.length - shown.length;
  const unlisted = group.distinct - values.length;
  return (
    <details className={style.facet} open>
      <summary>
        {field.name}
        <span className={style.distinct}>{group.distinct.toLocaleString()}</span>
      </summary>
      <ul>
        {shown.map((value) => {
          const [key = ''] = value.value;
          const label = field.label(value);
          const run = (way: 'include' | 'exclude'): void =>
            onRun(withTerm(q, field.term(key), way));
          return (
            <li key={key} className={style.value}>
              <button
                type="button"
                className={style.include}
                title={`Only ${visible(label)}`}
                onClick={() => run('include')}
              >
                <span className={style.label}>
                  <Captured text={label.slice(0, 200)} />
                </span>
                <span className={style.count}>{value.count.toLocaleString()}</span>
              </button>
              <Button
                look="quiet"
                small
                square
                className={style.exclude ?? ''}
                aria-label={`All but ${visible(label)}`}
                title={`All but ${visible(label)}`}
                onClick={() => run('exclude')}
              >
                <Icon name="barred" size={12} />
              </Button>
            </li>
          );
        })}
      </ul>
      {hidden > 0 ? (
        <Button look="link" onClick={() => setShowsMore(true)}>
          {hidden} more
        </Button>
      ) : null}
      {hidden === 0 && unlisted > 0 ? (
        <p className={style.distinct}>and {unlisted.toLocaleString()} others</p>
      ) : null}
    </details>
  );
}
