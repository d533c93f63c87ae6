import { demand, readQuestion } from '../list-question.ts';
import type { TallyQuestion } from '../store.ts';
import { type TallyRequest, tallyFields } from './tally.ts';

const maxGroups = 8;
const maxTop = 1000;
const maxEdges = 1001;

/** @throws WhodidError `STORE_ARGUMENT`. */
export function readTallyQuestion(question: TallyQuestion): TallyRequest {
  const { by = [], top = 10, order = 'count', edges = [] } = question;
  const known: readonly string[] = tallyFields;
  const named = by.every((group) => group.every((field) => known.includes(field)));
  const paired = by.every(({ length }) => length === 1 || length === 2);
  demand(by.length <= maxGroups && paired && named, 'by', `up to ${maxGroups} groups of fields`);
  const inRange = Number.isInteger(top) && top >= 1 && top <= maxTop;
  demand(inRange, 'top', `a whole number from 1 to ${maxTop}`);
  demand(order === 'count' || order === 'last', 'order', 'count or last');
  const many = edges.length === 0 || (edges.length >= 2 && edges.length <= maxEdges);
  const ascending = edges.every(
    (edge, at) => Number.isSafeInteger(edge) && edge > (edges[at - 1] ?? -Infinity),
  );
  demand(many && ascending, 'edges', `none, or 2 to ${maxEdges} ascending times`);
  return { ...readQuestion(question), by, top, order, edges };
}
