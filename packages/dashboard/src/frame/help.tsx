import { Dialog } from '@base-ui/react/dialog';
import { type JSX, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import style from './help.module.css';
import { keysAreOn, switchKeys } from './keys.ts';
import { pageGroups } from './pages.ts';

const examples: readonly (readonly [query: string, meaning: string])[] = [
  ['actor:ada', 'what Ada did'],
  ['action:order.', 'every action on orders'],
  ['target:order:1042', 'what happened to one order'],
  ['outcome:denied,failure', 'one or the other'],
  ['status:5xx duration:>1s', 'both at once'],
  ['-method:GET', 'all but these'],
  ['created:>=yesterday', 'since yesterday, 00:00'],
  ['"refund"', 'a word anywhere'],
];

const keys: readonly (readonly [key: string, meaning: string])[] = [
  ['/', 'search'],
  ['j', 'next entry'],
  ['k', 'previous entry'],
  ['Enter', 'open the entry'],
  ['Esc', 'close it'],
  ['l', 'live on and off'],
  ['↑ ↓', 'on the board: from card to card'],
  ['← →', 'on the board: to another column'],
  ['t', 'on the board: take it, or give it back'],
  ['d', 'on the board: done'],
  ['n', 'on the board: note'],
  ['?', 'this help'],
  ...pageGroups.flat().map(({ key, name }) => [`g ${key}`, name] as const),
];

/** How to search, and which keys there are. */
export function Help({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}): JSX.Element {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={style.backdrop ?? ''} />
        <Dialog.Popup className={style.popup ?? ''} data-own-keys="">
          <div className={style.head}>
            <Dialog.Title className={style.title ?? ''}>Searching and keys</Dialog.Title>
            <Dialog.Close render={<Button look="quiet" small square aria-label="Close the help" />}>
              <Icon name="cross" />
            </Dialog.Close>
          </div>
          <div className={style.columns}>
            <Pairs title="Search" pairs={examples} as="code" />
            <Pairs title="Keys" pairs={keys} as="kbd" />
          </div>
          <KeySwitch />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Pairs({
  title,
  pairs,
  as: As,
}: {
  title: string;
  pairs: readonly (readonly [string, string])[];
  as: 'code' | 'kbd';
}): JSX.Element {
  return (
    <section>
      <h3 className={style.subtitle}>{title}</h3>
      <dl className={style.pairs}>
        {pairs.map(([term, meaning]) => (
          <div key={term} className={style.pair}>
            <dt>
              <As className={style[As]}>{term}</As>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function KeySwitch(): JSX.Element {
  const [on, setOn] = useState(keysAreOn);
  return (
    <label className={style.keySwitch}>
      <input
        type="checkbox"
        checked={on}
        onChange={({ target }) => {
          setOn(target.checked);
          switchKeys(target.checked);
        }}
      />
      Single keys do something (Enter and Esc always do)
    </label>
  );
}
