import type { Outcome } from '@whodid/core';
import type { JSX } from 'react';
import { Icon, type IconName } from '../controls/icon.tsx';
import style from './outcome.module.css';

const icons: Readonly<Record<Outcome, IconName>> = {
  success: 'check',
  failure: 'cross',
  denied: 'barred',
  unknown: 'question',
};

const labels: Readonly<Record<Outcome, string>> = {
  success: 'Success',
  failure: 'Failure',
  denied: 'Denied',
  unknown: 'Unknown',
};

/** With what result: a shape and a word, and a colour for those who see it. */
export function OutcomeMark({ outcome }: { outcome: Outcome }): JSX.Element {
  return (
    <span className={style.outcome} data-outcome={outcome}>
      <Icon name={icons[outcome]} size={14} />
      {labels[outcome]}
    </span>
  );
}
