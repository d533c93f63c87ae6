import { type KeyboardEvent, type RefObject, useState } from 'react';
import { type Completion, completed, completingAt } from './complete.ts';
import { completionId, completionsId } from './completion-list.tsx';
import { useCompletions } from './use-completions.ts';

/** Proposals for what is typed, and what the field needs to offer them. */
export interface Proposals {
  readonly completions: readonly Completion[];
  readonly chosen: number | null;
  take(completion: Completion): void;
  /** Whether the key was for the proposals, and is dealt with. */
  onKeyDown(event: KeyboardEvent<HTMLInputElement>): void;
  /** Told that something was typed. */
  typed(): void;
  close(): void;
  readonly attributes: {
    readonly role: 'combobox';
    readonly 'aria-expanded': boolean;
    readonly 'aria-controls': string | undefined;
    readonly 'aria-autocomplete': 'list';
    readonly 'aria-activedescendant': string | undefined;
  };
}

/** Proposals are there once something was typed, and go when one was taken, or with Escape. */
export function useProposals(
  text: string,
  setText: (text: string) => void,
  inputRef: RefObject<HTMLInputElement | null>,
  range: Parameters<typeof useCompletions>[1],
): Proposals {
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const completing = caret === null ? null : completingAt(text, caret);
  const completions = useCompletions(completing, range);
  const isOpen = completions.length > 0;

  const close = (): void => {
    setCaret(null);
    setChosen(null);
  };
  const take = (completion: Completion): void => {
    if (completing === null || caret === null) return;
    const next = completed(text, caret, completing, completion);
    setText(next.query);
    setChosen(null);
    // Behind a field its values are proposed at once.
    setCaret(completion.insert.endsWith(':') ? next.caret : null);
    requestAnimationFrame(() => inputRef.current?.setSelectionRange(next.caret, next.caret));
  };
  const count = completions.length;
  const takeChosen = (): boolean => {
    const one = chosen === null ? undefined : completions[chosen];
    if (one !== undefined) take(one);
    return one !== undefined;
  };
  // Whether a key was for the proposals. Enter without a chosen one runs the query.
  const keys: Readonly<Record<string, () => boolean>> = {
    ArrowDown: () => isDone(() => setChosen(((chosen ?? -1) + 1) % count)),
    ArrowUp: () => isDone(() => setChosen(((chosen ?? 0) || count) - 1)),
    Escape: () => isDone(close),
    Tab: takeChosen,
    Enter: () => takeChosen() || !isDone(close),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // What is still on its way must not come up after the query was run.
    if (!isOpen && event.key === 'Enter') close();
    if (!isOpen || keys[event.key]?.() !== true) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    ...{ completions, chosen, take, onKeyDown, close },
    typed: () => {
      setCaret(inputRef.current?.selectionStart ?? null);
      setChosen(null);
    },
    attributes: {
      role: 'combobox',
      'aria-expanded': isOpen,
      'aria-controls': isOpen ? completionsId : undefined,
      'aria-autocomplete': 'list',
      'aria-activedescendant': chosen === null ? undefined : completionId(chosen),
    },
  };
}

function isDone(act: () => void): true {
  act();
  return true;
}
