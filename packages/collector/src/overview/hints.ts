import { formatQuery, type Query, type QueryField } from '@whodid/core';
import type { Tally, TallyField, TallyValue } from '@whodid/store';

/** Something that a person should look at, in plain words. */
export interface Hint {
  /** What is unusual: `41 failed sign-ins from 203.0.113.9`. */
  readonly text: string;
  /** Compared with what: `Usually there are 3 in this time`. */
  readonly why: string;
  /** Finds the entries behind it. */
  readonly query: string;
}

/** What happened in a period, and what is usual. */
export interface Compared {
  /** Of the period, by the groups of {@link hintGroups}. */
  readonly now: Tally;
  /** Of the time before it. */
  readonly before: Tally;
  /** Sign-ins that failed, by `ip`. */
  readonly failedSignIns: { readonly now: Tally; readonly before: Tally };
  /** How many periods of the same length there are entries of in `before`. */
  readonly periods: number;
}

/** What the tallies have to be grouped by. */
export const hintGroups = [
  ['actor', 'country'],
  ['action', 'actor'],
  ['method', 'route'],
] as const;

const mostHints = 5;

/**
 * What is unusual about a period: at most five hints, the most urgent first, and none if it is as
 * always. Less than one period to compare with is nothing to compare with.
 */
export function findHints(compared: Compared): readonly Hint[] {
  if (compared.periods < 1) return [];
  return rules.flatMap((rule) => rule(compared)).slice(0, mostHints);
}

type Rule = (compared: Compared) => readonly Hint[];

// Enough that chance alone does not explain it: three times as many as usual, and ten at least.
const timesUsual = 3;
const fewest = 10;

const failedSignIns: Rule = ({ failedSignIns: { now, before }, periods }) =>
  valuesOf(now, 'ip').flatMap(({ value: [ip = ''], count }) => {
    const usual = (find(valuesOf(before, 'ip'), [ip])?.count ?? 0) / periods;
    if (!isMuch(count, usual)) return [];
    return {
      text: `${number(count)} failed sign-ins from ${ip}`,
      why: usually(usual),
      query: terms(['kind', 'auth'], ['outcome', 'failure', 'denied'], ['ip', ip]),
    };
  });

const failures: Rule = ({ now, before, periods }) => {
  const usual = before.failed / periods;
  const [share, usualShare] = [shareOf(now), shareOf(before)];
  if (!isMuch(now.failed, usual) || share < 2 * usualShare) return [];
  return [
    {
      text: `${number(now.failed)} entries failed or were denied, ${percent(share)} of all`,
      why: `${usually(usual)}, ${percent(usualShare)} of all`,
      query: terms(['outcome', 'failure', 'denied']),
    },
  ];
};

// Whoever was seen that often before is known well enough.
const knownWell = 20;

const newCountries: Rule = ({ now, before }) => {
  const usual = valuesOf(before, 'actor', 'country');
  // With more than are listed, one that is missing may be known all the same.
  if (isCut(before, 'actor', 'country')) return [];
  return valuesOf(now, 'actor', 'country').flatMap(
    ({ value: [actor = '', country = ''], name }) => {
      const places = usual.filter(({ value: [who] }) => who === actor);
      const seen = places.reduce((sum, { count }) => sum + count, 0);
      if (seen < knownWell || places.some(({ value: [, place] }) => place === country)) return [];
      const usualPlaces = places.map(({ value: [, place] }) => place).slice(0, 3);
      return {
        text: `First time that ${name ?? idOf(actor)} is seen in ${country}`,
        why: `Usually seen in ${usualPlaces.join(', ')}`,
        query: actorTerms(actor, ['country', country]),
      };
    },
  );
};

const removal = /(?:^|[._-])(?:delete|remove|purge|destroy|erase|export|download)d?$/;

const removals: Rule = ({ now, before, periods }) =>
  valuesOf(now, 'action', 'actor').flatMap(({ value: [action = '', actor = ''], name, count }) => {
    if (!removal.test(action)) return [];
    const usual = sumOf(before, action, actor) / periods;
    if (!isMuch(count, usual) || isCut(before, 'action', 'actor')) return [];
    return {
      text: `${name ?? idOf(actor)}: ${number(count)} × ${action}`,
      why: usually(usual),
      query: actorTerms(actor, ['action', action]),
    };
  });

const slowEnoughMs = 500;
const enoughRequests = 50;

const slowRoutes: Rule = ({ now, before }) =>
  valuesOf(now, 'method', 'route').flatMap(({ value, count, p95Ms = 0 }) => {
    const usual = find(valuesOf(before, 'method', 'route'), value);
    if (usual?.p95Ms === undefined || count < enoughRequests) return [];
    if (p95Ms < slowEnoughMs || p95Ms < timesUsual * usual.p95Ms) return [];
    const [method = '', route = ''] = value;
    return {
      text: `${method} ${route} is slow: 5 % take longer than ${number(p95Ms)} ms`,
      why: `Usually it is ${number(usual.p95Ms)} ms`,
      query: terms(['method', method], ['route', route]),
    };
  });

const rules: readonly Rule[] = [failedSignIns, newCountries, removals, failures, slowRoutes];

function isMuch(count: number, usual: number): boolean {
  return count >= fewest && count >= timesUsual * usual;
}

function usually(usual: number): string {
  const rounded = Math.round(usual);
  if (rounded === 0) return 'Usually there are none in this time';
  return `Usually there ${rounded === 1 ? 'is' : 'are'} ${number(rounded)} in this time`;
}

function shareOf({ failed, count }: Tally): number {
  return count === 0 ? 0 : failed / count;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** The values of one group of a tally. */
export function valuesOf(tally: Tally, ...by: readonly TallyField[]): readonly TallyValue[] {
  return groupOf(tally, by)?.values ?? [];
}

function isCut(tally: Tally, ...by: readonly TallyField[]): boolean {
  const group = groupOf(tally, by);
  return group !== undefined && group.distinct > group.values.length;
}

function groupOf(tally: Tally, by: readonly TallyField[]): Tally['groups'][number] | undefined {
  return tally.groups.find((group) => group.by.join('/') === by.join('/'));
}

function find(values: readonly TallyValue[], wanted: readonly string[]): TallyValue | undefined {
  return values.find(({ value }) => value.every((part, at) => part === wanted[at]));
}

function sumOf(before: Tally, action: string, actor: string): number {
  return find(valuesOf(before, 'action', 'actor'), [action, actor])?.count ?? 0;
}

function idOf(actor: string): string {
  return actor.slice(actor.indexOf(':') + 1);
}

type Term = readonly [field: QueryField, ...values: string[]];

function actorTerms(actor: string, ...more: readonly Term[]): string {
  const colon = actor.indexOf(':');
  const type: Term = ['actor.type', actor.slice(0, colon)];
  return terms(type, ['actor.id', actor.slice(colon + 1)], ...more);
}

/** Query text that asks for all of the conditions. */
function terms(...all: readonly Term[]): string {
  const parts = all.map(
    ([field, ...values]): Query => ({ type: 'field', field, match: { type: 'anyOf', values } }),
  );
  return formatQuery({ type: 'and', parts });
}
