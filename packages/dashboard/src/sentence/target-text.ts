import type { Target } from '@whodid/core';

/** What was acted on: `order #1042`, `order #1042 and 2 more`. Empty if there is nothing. */
export function targetsText(targets: readonly Target[]): string {
  const [first] = targets;
  if (first === undefined) return '';
  const more = targets.length - 1;
  return more === 0 ? targetText(first) : `${targetText(first)} and ${more} more`;
}

/** One target: its name, else its id; a number is written as people write numbers of things. */
export function targetText({ type, id, name }: Target): string {
  const label = name ?? (/^\d+$/.test(id) ? `#${id}` : id);
  return `${words(type)} ${label}`;
}

/** `creditNote`, `credit_note` and `CreditNote` in words. */
export function words(name: string): string {
  return name
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
    .toLowerCase();
}
