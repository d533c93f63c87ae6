import { type JSX, useEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';
import style from './confirm-button.module.css';

/** A button that asks once more. The one that keeps things as they are has the focus then. */
export function ConfirmButton({
  label,
  name,
  question,
  isBusy,
  onConfirm,
}: {
  /** What it does: `Revoke`. */
  label: string;
  /** With what: `Revoke shop-api`. */
  name: string;
  question: string;
  isBusy: boolean;
  onConfirm: () => void;
}): JSX.Element {
  const [asks, setAsks] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useEffect(() => {
    if (asks) keep.current?.focus();
    else if (wasAsking.current) trigger.current?.focus();
    wasAsking.current = asks;
  }, [asks]);
  if (!asks) {
    return (
      <Button ref={trigger} small aria-label={name} onClick={() => setAsks(true)}>
        {label}
      </Button>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: it is no part of a form.
    <span className={style.question} role="group" aria-label={question}>
      <span>{question}</span>
      <Button ref={keep} small onClick={() => setAsks(false)}>
        No
      </Button>
      <Button
        small
        look="primary"
        aria-disabled={isBusy}
        onClick={() => {
          setAsks(false);
          onConfirm();
        }}
      >
        Yes, {label.toLowerCase()}
      </Button>
    </span>
  );
}
