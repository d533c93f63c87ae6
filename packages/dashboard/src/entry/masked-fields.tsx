import type { Masked } from '@whodid/core';
import type { JSX } from 'react';
import { Captured } from '../text/captured.tsx';
import { Aside } from './facts.tsx';
import style from './masked.module.css';
import { Section } from './section.tsx';

/** What redaction took out before the entry was kept anywhere, and by which rule. */
export function MaskedFields({ masked }: { masked: readonly Masked[] }): JSX.Element {
  return (
    <Section title="Masked" aside={<span className={style.aside}>never kept</span>}>
      <ul className={style.masked}>
        {masked.map(({ path, rule }) => (
          <li key={`${path} ${rule}`}>
            <code>
              <Captured text={path} />
            </code>
            <Aside text={rule} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
