import { nearest } from '@whodid/core';
import { type TallyField, type TallyGroup, tallyFields } from '@whodid/store';
import { Problem } from '../problem/problem.ts';

const mostGroups = 8;

/**
 * Reads what to count by: `action,method/route`.
 *
 * @throws Problem `PARAMETER_INVALID`.
 */
export function readGroups(text: string): readonly TallyGroup[] {
  const parts = text.split(',').map((part) => part.trim());
  const groups = parts.filter((part) => part !== '').map(readGroup);
  if (groups.length > mostGroups) throw invalid(`at most ${mostGroups} groups`);
  return groups;
}

function readGroup(text: string): TallyGroup {
  const [first = '', second, ...rest] = text.split('/');
  if (rest.length > 0) throw invalid('one field, or two with a slash between, each time');
  return second === undefined ? [readField(first)] : [readField(first), readField(second)];
}

function readField(text: string): TallyField {
  const field = tallyFields.find((known) => known === text.trim().toLowerCase());
  if (field !== undefined) return field;
  const similar = nearest(text, tallyFields);
  throw invalid(
    similar === undefined
      ? `of ${tallyFields.join(', ')}`
      : `of the known fields; did you mean ${similar}?`,
  );
}

function invalid(wanted: string): Problem {
  return new Problem('PARAMETER_INVALID', `by must be ${wanted}`, {
    facts: { parameter: 'by', wanted },
  });
}
