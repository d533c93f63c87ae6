import type { Tally } from '@whodid/store';
import { find, isCut, valuesOf } from './tally-values.ts';
import { actorTerms, idOf, terms } from './terms.ts';

/** Something that a person should look at, in plain words. */
export interface Hint {
  /** What is unusual: `41 failed sign-ins from 203.0.113.9`. */
  readonly text: string;
  /** Compared with what: `Usually there are 3 in this time`. */
  readonly why: string;
  /** Finds the entries behind it. */
  readonly query: string;
}

/** A hint that may have to be looked at again. */
export interface FoundHint extends Hint {
  /** It is said to be new: that holds only if its query finds nothing before the period. */
  readonly isNew?: true;
}

/** What happened in a period, and what is usual. */
export interface Compared {
  /** Of the period, by the groups of {@link hintGroups}. */
  readonly now: Tally;
  /** Of the time before it. */
  readonly before: Tally;
  /** Sign-ins that failed, by `ip`. */
  readonly failedSignIns: { readonly now: Tally; readonly before: Tally };
  /** What else was denied, by `ip`. */
  readonly denials: { readonly now: Tally; readonly before: Tally };
  /** How many periods of the same length there are entries of in `before`. */
  readonly periods: number;
}

/** What the tallies have to be grouped by. */
export const hintGroups = [
  ['actor', 'country'],
  ['action', 'actor'],
  ['actor', 'ip'],
  ['method', 'route'],
] as const;

/**
 * What is unusual about a period, the most urgent first, and nothing if it is as always. Less than one
 * period to compare with is nothing to compare with.
 */
export function findHints(compared: Compared): readonly FoundHint[] {
  if (compared.periods < 1) return [];
  return rules.flatMap((rule) => rule(compared));
}

type Rule = (compared: Compared) => readonly FoundHint[];

// Enough that chance alone does not explain it: three times as many as usual, and ten more at least.
// Of a count that is 3 on average, 10 happen by chance once in 900 times, and 13 once in 60,000.
const timesUsual = 3;
const fewestMore = 10;

const failedSignIns: Rule = ({ failedSignIns: { now, before }, periods }) =>
  byAddress(now, before, periods).map(({ ip, count, why }) => ({
    text: `${number(count)} failed sign-ins from ${ip}`,
    why,
    query: terms(['kind', 'auth'], ['outcome', 'failure', 'denied'], ['ip', ip]),
  }));

const denials: Rule = ({ denials: { now, before }, periods }) =>
  byAddress(now, before, periods).map(({ ip, count, why }) => ({
    text: `${ip} was denied ${number(count)} times`,
    why,
    query: `${terms(['outcome', 'denied'], ['ip', ip])} -kind:auth`,
  }));

function byAddress(now: Tally, before: Tally, periods: number) {
  return valuesOf(now, 'ip').flatMap(({ value: [ip = ''], count }) => {
    const usual = (find(valuesOf(before, 'ip'), [ip])?.count ?? 0) / periods;
    return isMuch(count, usual) ? [{ ip, count, why: usually(usual) }] : [];
  });
}

// Whoever was seen that often before is known well enough.
const knownWell = 20;
const manyAddresses = 5;

// A password or a key that is used from many places is one that many have. Those of several periods
// are more than those of one, so this errs to the quiet side.
const addresses: Rule = ({ now, before }) => {
  if (isCut(before, 'actor', 'ip')) return [];
  const usual = addressesOf(before);
  return [...addressesOf(now)].flatMap(([actor, { count, name }]) => {
    const { count: known = 0, entries = 0 } = usual.get(actor) ?? {};
    if (entries < knownWell || count < manyAddresses || count < timesUsual * known) return [];
    return {
      text: `${name ?? idOf(actor)} came from ${number(count)} addresses`,
      why: `Before, ${known === 1 ? 'it was 1' : `there were ${number(known)}`} in a longer time`,
      query: actorTerms(actor),
    };
  });
};

function addressesOf(tally: Tally) {
  const found = new Map<string, { count: number; entries: number; name: string | undefined }>();
  for (const { value, name, count: entries } of valuesOf(tally, 'actor', 'ip')) {
    const [actor = ''] = value;
    const sum = found.get(actor) ?? { count: 0, entries: 0 };
    found.set(actor, { count: sum.count + 1, entries: sum.entries + entries, name });
  }
  return found;
}

// Failures come in bursts: one caller that goes wrong tries again.
const fewestMoreFailed = 20;

const failures: Rule = ({ now, before, periods }) => {
  const usual = before.failed / periods;
  const [share, usualShare] = [shareOf(now), shareOf(before)];
  if (!isMuch(now.failed, usual, fewestMoreFailed) || share < 2 * usualShare) return [];
  return [
    {
      text: `${number(now.failed)} entries failed or were denied, ${percent(share)} of all`,
      why: `${usually(usual)}, ${percent(usualShare)} of all`,
      query: terms(['outcome', 'failure', 'denied']),
    },
  ];
};

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
        isNew: true,
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

const rules: readonly Rule[] = [
  ...[failedSignIns, denials, newCountries, addresses],
  ...[removals, failures, slowRoutes],
];

function isMuch(count: number, usual: number, more = fewestMore): boolean {
  return count >= usual + more && count >= timesUsual * usual;
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

function sumOf(before: Tally, action: string, actor: string): number {
  return find(valuesOf(before, 'action', 'actor'), [action, actor])?.count ?? 0;
}
