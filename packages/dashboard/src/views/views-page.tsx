import { type FormEvent, type JSX, useState } from 'react';
import { Link } from 'wouter';
import { may, useMay, useMe } from '../account/me.ts';
import { useAct } from '../api/use-act.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Button } from '../controls/button.tsx';
import { Card, SkeletonLines } from '../page/card.tsx';
import { Answered, Page, useTitle } from '../page/page.tsx';
import { labelOf, readRange } from '../range/range.ts';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import { useInstants } from '../time/zone.tsx';
import style from './views.module.css';
import {
  changeView,
  deleteView,
  fetchViews,
  presets,
  type SavedView,
  type View,
  viewPath,
} from './views.ts';

/** Questions that have a name: those that everybody has, and those that were saved. */
export function ViewsPage(): JSX.Element {
  useTitle('Views');
  const answer = useAnswer(['views'], fetchViews);
  const held = useMe()?.scopes ?? [];
  return (
    <Page title="Views" lead="Questions that are asked again and again">
      <Card title="Saved">
        <Answered answer={answer} skeleton={<SkeletonLines count={3} />}>
          {(views) =>
            views.length === 0 ? (
              <p>
                Nothing is saved yet. Ask for something on <Link href="/entries">Entries</Link>, and
                press “Save view”.
              </p>
            ) : (
              <ul className={style.views}>
                {views.map((view) => (
                  <Saved key={view.id} view={view} />
                ))}
              </ul>
            )
          }
        </Answered>
      </Card>
      <Card title="Always there">
        <ul className={style.views}>
          {presets
            .filter(({ needs }) => needs === undefined || may(held, needs))
            .map((preset) => (
              <li key={preset.name} className={style.view}>
                <Named view={preset} aside={preset.why} />
              </li>
            ))}
        </ul>
      </Card>
    </Page>
  );
}

function Named({ view, aside }: { view: View; aside: string }): JSX.Element {
  const instants = useInstants();
  return (
    <div className={style.named}>
      <p>
        <Link href={viewPath(view)} className={style.name}>
          <Captured text={view.name} />
        </Link>
        <span className={style.aside}> {aside}</span>
      </p>
      <p className={style.aside}>
        <code className={style.query}>
          <Captured text={view.query === '' ? '*' : view.query} />
        </code>
        {` · ${labelOf(readRange(view.range), instants.short)}`}
      </p>
    </div>
  );
}

function Saved({ view }: { view: SavedView }): JSX.Element {
  const mayChange = useMay('admin') || view.mine;
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={style.view}>
      <Named
        view={view}
        aside={view.shared ? (view.mine ? 'yours, shared' : 'shared with everybody') : 'only yours'}
      />
      {mayChange ? (
        <Button small aria-label={`Change ${visible(view.name)}`} onClick={() => setOpen(!isOpen)}>
          Change
        </Button>
      ) : null}
      {isOpen ? <ChangeForm view={view} onDone={() => setOpen(false)} /> : null}
    </li>
  );
}

function ChangeForm({ view, onDone }: { view: SavedView; onDone: () => void }): JSX.Element {
  const { id, query, range } = view;
  const [name, setName] = useState(view.name);
  const [shared, setShared] = useState(view.shared);
  const changing = useAct('views', changeView, onDone);
  const deleting = useAct('views', deleteView, onDone);
  const fault = changing.fault ?? deleting.fault;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') changing.run(id, { name: name.trim(), query, range, shared });
  };
  return (
    <form className={style.change} onSubmit={submit}>
      <input
        className={style.field}
        aria-label="Name of the view"
        value={name}
        maxLength={100}
        onChange={({ target }) => setName(target.value)}
      />
      <label>
        <input
          type="checkbox"
          checked={shared}
          onChange={({ target }) => setShared(target.checked)}
        />{' '}
        Share it with everybody
      </label>
      <Button type="submit" look="primary" small aria-disabled={changing.isBusy}>
        Save
      </Button>
      <Button small aria-disabled={deleting.isBusy} onClick={() => deleting.run(id)}>
        Delete the view
      </Button>
      {fault === null ? null : (
        <p className={style.fault} role="alert">
          {visible(fault)}
        </p>
      )}
    </form>
  );
}
