import { useKeys } from '../frame/keys.ts';

/** Keys that go from card to card and move the one that has the focus. */
export function useCardKeys(): void {
  useKeys({
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    ArrowRight: () => side(1),
    ArrowLeft: () => side(-1),
    t: () => press('[data-key="t"]'),
    d: () => press('[data-key="d"]'),
    n: () => card()?.querySelector<HTMLElement>('[data-note]')?.focus(),
  });
}

function card(): Element | null {
  return document.activeElement?.closest('[data-card]') ?? null;
}

function press(selector: string): void {
  card()?.querySelector<HTMLElement>(selector)?.click();
}

function step(by: 1 | -1): void {
  const here = card();
  const next = by === 1 ? here?.nextElementSibling : here?.previousElementSibling;
  focus(here === null ? document.querySelector('[data-card]') : (next ?? null));
}

// To the next column that has anything in it.
function side(by: 1 | -1): void {
  const columns = [...document.querySelectorAll('[data-column]')];
  const here = card()?.closest('[data-column]');
  const start = here == null ? -1 : columns.indexOf(here);
  const ahead =
    by === 1 ? columns.slice(start + 1) : columns.slice(0, Math.max(0, start)).reverse();
  const firsts = ahead.map((column) => column.querySelector('[data-card]'));
  focus(firsts.find((first) => first !== null) ?? null);
}

function focus(next: Element | null): void {
  next?.querySelector<HTMLElement>('[data-first]')?.focus();
}
