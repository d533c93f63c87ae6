import type { EntryFields } from '@whodid/core';
import type { JSX } from 'react';
import { type Part, whatHappened } from '../sentence/sentence.ts';
import { Captured } from '../text/captured.tsx';
import style from './what-happened.module.css';

/** The end of the sentence that begins with who did it. */
export function WhatHappened({ entry }: { entry: EntryFields }): JSX.Element {
  return (
    <>
      {whatHappened(entry).map((part, index) => (
        <Stretch key={`${part.as} ${part.text}`} part={part} isFirst={index === 0} />
      ))}
    </>
  );
}

function Stretch({ part, isFirst }: { part: Part; isFirst: boolean }): JSX.Element {
  return (
    <>
      {isFirst ? '' : ' '}
      <span className={style[part.as]}>
        <Captured text={part.text} />
      </span>
    </>
  );
}
