import type { QueryField } from '@whodid/core/query';
import type { JSX, ReactNode } from 'react';
import { Link } from 'wouter';
import { writeAddress } from '../address/address.ts';
import { fieldTerm } from '../query/field-term.ts';
import { Captured } from '../text/captured.tsx';
import { visible } from '../text/visible.ts';
import style from './facts.module.css';

/** A value that leads to all entries with the same value. */
export function QueryLink({
  field,
  value,
  children,
}: {
  field: QueryField;
  value: string;
  children?: ReactNode;
}): JSX.Element {
  const term = fieldTerm(field, value);
  const href = writeAddress({ q: term, range: { type: 'all' }, live: false, entryId: null });
  return (
    <Link href={href} className={style.link} title={`Show all with ${visible(term)}`}>
      {children ?? <Captured text={value} />}
    </Link>
  );
}
