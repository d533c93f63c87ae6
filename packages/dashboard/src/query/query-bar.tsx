import { type FormEvent, type JSX, type RefObject, useEffect, useRef, useState } from 'react';
import type { Problem } from '../api/problem.ts';
import { useAnnounce } from '../controls/announce.tsx';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import type { Bounds } from '../range/range.ts';
import { CompletionList } from './completion-list.tsx';
import { withSuggestion } from './error-excerpt.ts';
import style from './query.module.css';
import { QueryError, queryErrorId } from './query-error.tsx';
import { useProposals } from './use-proposals.ts';
import { useQueryCheck } from './use-query-check.ts';

/** Where one types what to look for. Enter runs it; a fault is shown under the very character. */
export function QueryBar({
  q,
  problem,
  inputRef,
  range,
  onRun,
}: {
  q: string;
  /** What the collector said to `q`, if it refused it. */
  problem: Problem | null;
  inputRef: RefObject<HTMLInputElement | null>;
  /** Values that there are in it are proposed. */
  range: { readonly key: string; readonly bounds: () => Bounds };
  onRun: (q: string) => void;
}): JSX.Element {
  const [text, setText] = useTextOf(q);
  const { fault, check } = useQueryCheck(text, q, problem);
  const announce = useAnnounce();
  const proposals = useProposals(text, setText, inputRef, range);

  const run = async (wanted: string): Promise<void> => {
    const found = await check(wanted);
    if (found === null) return onRun(wanted.trim());
    announce(found.detail);
    inputRef.current?.focus();
    inputRef.current?.setSelectionRange(found.at, found.at + found.length);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(text);
  };
  const clear = (): void => {
    setText('');
    onRun('');
    inputRef.current?.focus();
  };
  const take = (suggestion: string): void => {
    if (fault === null) return;
    const better = withSuggestion(text, { ...fault, suggestion });
    setText(better);
    void run(better);
  };
  return (
    <search className={style.search}>
      <form className={style.bar} onSubmit={submit} data-invalid={fault !== null}>
        <Icon name="search" />
        <input
          ref={inputRef}
          className={style.input}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            proposals.typed();
          }}
          onKeyDown={proposals.onKeyDown}
          onBlur={proposals.close}
          {...proposals.attributes}
          placeholder={'actor:ada action:order. status:4xx "refund"'}
          aria-label="Query"
          aria-keyshortcuts="/"
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : queryErrorId}
          enterKeyHint="search"
          autoCapitalize="none"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
        />
        {text === '' ? (
          <kbd className={style.key} title="Press / to search">
            /
          </kbd>
        ) : (
          <Button look="quiet" small square aria-label="Clear the query" onClick={clear}>
            <Icon name="cross" size={14} />
          </Button>
        )}
      </form>
      {proposals.completions.length === 0 ? null : (
        <CompletionList
          completions={proposals.completions}
          chosen={proposals.chosen}
          onTake={proposals.take}
        />
      )}
      {fault === null ? null : <QueryError query={text} fault={fault} onTake={take} />}
    </search>
  );
}

// The field follows the address, as when one goes back, and is the reader's own in between.
function useTextOf(q: string): readonly [string, (text: string) => void] {
  const [text, setText] = useState(q);
  const last = useRef(q);
  useEffect(() => {
    if (last.current === q) return;
    last.current = q;
    setText(q);
  }, [q]);
  return [text, setText];
}
