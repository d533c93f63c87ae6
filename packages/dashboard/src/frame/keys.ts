import { useEffect, useRef } from 'react';
import { remember, remembered } from './remember.ts';

type KeyActions = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const storageKey = 'whodid.keys';

/** Whether single keys do something. People who dictate need to be able to switch that off. */
export function keysAreOn(): boolean {
  return remembered(storageKey) !== 'off';
}

/** Switches single keys on or off, and remembers it. */
export function switchKeys(on: boolean): void {
  remember(storageKey, on ? null : 'off');
}

/** Runs an action when its key is pressed alone, outside of fields and of windows on top. */
export function useKeys(actions: KeyActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const action = latest.current[event.key];
      if (action === undefined || !isPlain(event) || isTyping(event.target) || !keysAreOn()) return;
      event.preventDefault();
      action(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isPlain(event: KeyboardEvent): boolean {
  return !(event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [data-own-keys]') !== null
  );
}
