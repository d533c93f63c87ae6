import { type Statement, type Verb, writesRows } from '../sql/statement.ts';

/** Of these some end the transaction they are in, and some speak with the client meanwhile. */
const unfit: ReadonlySet<Verb> = new Set(['CALL', 'COPY']);
const read = /^(?:select|values|table|with)\b/i;

/**
 * Whether a text writes and can do so in a transaction of ours as it would in none: of several
 * statements the server makes one transaction itself.
 */
export function canBeWrapped(sql: string, statements: readonly Statement[]): boolean {
  const writes = (one: Statement): boolean => writesRows(one.verb) || one.inner.length > 0;
  const fits = (one: Statement): boolean =>
    (writesRows(one.verb) && !unfit.has(one.verb)) ||
    (one.verb === 'OTHER' && read.test(sql.slice(one.start)));
  return statements.some(writes) && statements.every(fits);
}

/** Whether a text does nothing but end the transaction with all that it has written. */
export function isCommit(statements: readonly Statement[]): boolean {
  const [first, ...more] = statements;
  return more.length === 0 && (first?.verb === 'COMMIT' || first?.verb === 'PREPARE TRANSACTION');
}
