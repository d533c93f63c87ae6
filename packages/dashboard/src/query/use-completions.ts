import { formatQuery, type QueryField, queryFields } from '@whodid/core/query';
import { useDeferredValue } from 'react';
import { useAnswer } from '../api/use-answer.ts';
import type { Bounds } from '../range/range.ts';
import { fetchTally, type ValueCount } from '../tally/tally.ts';
import { personText, readReference } from '../values/actor-term.ts';
import { type Completing, type Completion, fieldCompletions } from './complete.ts';

const mostShown = 8;
const mostCounted = 200;

// By what the collector counts for the values of a field. Of others there are no proposals.
const countedBy: Readonly<Partial<Record<QueryField, string>>> = {
  actor: 'actor',
  'actor.id': 'actor',
  ...Object.fromEntries(
    [
      ...['actor.type', 'action', 'target', 'target.type', 'outcome', 'kind', 'stream', 'status'],
      ...['method', 'route', 'ip', 'country', 'session', 'service', 'env', 'model', 'field'],
    ].map((field) => [field, field]),
  ),
};

/** What fits the word at the caret: fields, or values that there are in the range, with how many. */
export function useCompletions(
  completing: Completing | null,
  range: { readonly key: string; readonly bounds: () => Bounds },
): readonly Completion[] {
  const field = completing?.type === 'value' ? completing.field : null;
  const by = field === null ? undefined : countedBy[field];
  const answer = useAnswer(
    ['completions', by, range.key],
    (signal) => fetchTally({ ...range.bounds(), by: by ?? '', top: mostCounted }, signal),
    { enabled: by !== undefined },
  );
  const text = useDeferredValue(completing?.text ?? '').toLowerCase();
  if (completing === null) return [];
  if (completing.type === 'field') return fieldCompletions(text).slice(0, mostShown);
  const counted = (answer.isStale ? undefined : answer.data?.groups[0]?.values) ?? [];
  const values = counted.map((value) => valueCompletion(completing.field, value));
  const seen = new Set(values.map(({ insert }) => insert));
  const choices = queryFields.find(({ name }) => name === completing.field)?.choices ?? [];
  const others = choices
    .filter((choice) => !seen.has(choice))
    .map((choice) => ({ insert: choice, label: choice, aside: '' }));
  return [...values, ...others]
    .filter(({ insert, label }) => fits(text, insert) || fits(text, label))
    .slice(0, mostShown);
}

function fits(text: string, value: string): boolean {
  return value.toLowerCase().startsWith(text) || value.toLowerCase().includes(` ${text}`);
}

function valueCompletion(field: QueryField, value: ValueCount): Completion {
  const [key = ''] = value.value;
  const isActor = field === 'actor' || field === 'actor.id';
  const text = isActor ? readReference(key).id : key;
  return {
    insert: quoted(field, text),
    label: isActor ? personText(key, value.name) : text,
    aside: value.count.toLocaleString(),
  };
}

// As the language writes it: in quotes where it has to be.
function quoted(field: QueryField, value: string): string {
  const term = formatQuery({ type: 'field', field, match: { type: 'anyOf', values: [value] } });
  return term.slice(term.indexOf(':') + 1);
}
