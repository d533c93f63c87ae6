import { useEffect, useState } from 'react';
import { checkQuery } from '../api/collector.ts';
import { type Problem, problemOf } from '../api/problem.ts';

/** What is wrong with a query, and where. */
export interface QueryFault {
  readonly detail: string;
  readonly at: number;
  readonly length: number;
  readonly suggestion?: string | undefined;
}

/** A pause of typing after which the query is checked, in milliseconds. */
const pauseMs = 500;

/**
 * Checks what is typed after a pause, and at once when it is to be run.
 *
 * @param ran - the query that the list shows.
 * @param problem - what the collector said to that one.
 */
export function useQueryCheck(
  text: string,
  ran: string,
  problem: Problem | null,
): {
  readonly fault: QueryFault | null;
  readonly check: (text: string) => Promise<QueryFault | null>;
} {
  const [found, setFound] = useState<{ text: string; fault: QueryFault | null } | null>(null);

  const check = async (wanted: string): Promise<QueryFault | null> => {
    const fault = await askForFault(wanted);
    setFound({ text: wanted, fault });
    return fault;
  };

  useEffect(() => {
    if (text === ran || text.trim() === '') return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      askForFault(text, abort.signal).then((fault) => {
        if (!abort.signal.aborted) setFound({ text, fault });
      });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, ran]);

  if (found?.text === text) return { fault: found.fault, check };
  return { fault: text === ran ? faultIn(problem) : null, check };
}

/** The fault that a problem is about, if it is about the query. */
function faultIn(problem: Problem | null): QueryFault | null {
  if (problem?.code !== 'QUERY_INVALID') return null;
  const { detail, at = 0, length = 1, suggestion } = problem;
  return { detail, at, length, suggestion };
}

// A check that cannot be made finds nothing: running the query then shows what is the matter.
async function askForFault(q: string, signal?: AbortSignal): Promise<QueryFault | null> {
  if (q.trim() === '') return null;
  return checkQuery(q, signal).then(
    () => null,
    (error: unknown) => faultIn(problemOf(error)),
  );
}
