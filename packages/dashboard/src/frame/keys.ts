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

/**
 * Runs an action when its key is pressed alone, outside of fields and of windows on top. `g e` is `g`
 * and then, within a second, `e`.
 */
export function useKeys(actions: KeyActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!isPlain(event) || isTyping(event.target) || !keysAreOn()) return;
      const action = latest.current[pressedBy(event)];
      if (action === undefined) return;
      event.preventDefault();
      action(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

const first = 'g';
const followsWithinMs = 1000;
let firstAt = Number.NEGATIVE_INFINITY;
/** Each press is judged once, however many listen. */
const judged = new WeakMap<KeyboardEvent, string>();

function pressedBy(event: KeyboardEvent): string {
  const known = judged.get(event);
  if (known !== undefined) return known;
  const follows = event.timeStamp - firstAt < followsWithinMs;
  firstAt = event.key === first && !follows ? event.timeStamp : Number.NEGATIVE_INFINITY;
  const pressed = follows ? `${first} ${event.key}` : event.key;
  judged.set(event, pressed);
  return pressed;
}

function isPlain(event: KeyboardEvent): boolean {
  return !(event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [data-own-keys]') !== null
  );
}
