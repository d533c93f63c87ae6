import { type JSX, useEffect, useRef } from 'react';
import { Button } from '../controls/button.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { Captured } from '../text/captured.tsx';
import style from './settings.module.css';
import type { Key } from './settings.ts';

/** The one time that a key is shown. It is in this page only, and goes with it. */
export function NewKey({
  made,
  onDone,
}: {
  made: Key & { readonly key: string };
  onDone: () => void;
}): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  // The form that had the focus is gone.
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={style.secret} aria-labelledby="new-key">
      <h2 id="new-key" ref={heading} tabIndex={-1}>
        The key <Captured text={made.name} />
      </h2>
      <p>Copy it now: it is shown this once, and only its hash is kept.</p>
      <p className={style.secretText}>
        <code>{made.key}</code>
        <CopyButton text={made.key} what="the key" />
      </p>
      <p>
        {made.scopes.includes('ingest') ? (
          <>
            In the environment of the app it is <code>WHODID_KEY</code>.
          </>
        ) : (
          <>
            Programs send it as <code>Authorization: Bearer KEY</code>.
          </>
        )}
      </p>
      <p>
        <Button onClick={onDone}>I have it</Button>
      </p>
    </section>
  );
}
