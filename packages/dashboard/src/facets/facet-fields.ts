import type { QueryField } from '@whodid/core/query';
import { fieldTerm } from '../query/field-term.ts';
import type { ValueCount } from '../tally/tally.ts';
import { personText, readReference } from '../values/actor-term.ts';

/** What entries are divided by beside the list. */
export interface FacetField {
  readonly name: string;
  /** As the collector counts by it. */
  readonly by: string;
  readonly label: (value: ValueCount) => string;
  /** The condition that asks for a value. */
  readonly term: (value: string) => string;
}

/** The eight that a request can count by, those that people ask for first at the top. */
export const facetFields: readonly FacetField[] = [
  plain('Action', 'action'),
  {
    name: 'Who',
    by: 'actor',
    label: ({ value: [actor = ''], name }) => personText(actor, name),
    term: (actor) => fieldTerm('actor.id', readReference(actor).id),
  },
  plain('Outcome', 'outcome'),
  plain('On what', 'target.type'),
  plain('Kind', 'kind'),
  plain('Status', 'status'),
  plain('Service', 'service'),
  plain('Country', 'country'),
];

function plain(name: string, field: QueryField): FacetField {
  return {
    name,
    by: field,
    label: ({ value: [value = ''] }) => value,
    term: (value) => fieldTerm(field, value),
  };
}
