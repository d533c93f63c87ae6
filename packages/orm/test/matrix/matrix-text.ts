import { type Library, operations } from './library.ts';

/** The matrix as it stands in docs/guides/orm.md. Numbers lead to the reasons below it. */
export function matrixText(
  libraries: readonly Library[],
  results: ReadonlyMap<string, string>,
): string {
  const reasons: string[] = [];
  const cell = (found: string): string => {
    if (found === 'yes' || found === 'failed') return found;
    if (!reasons.includes(found)) reasons.push(found);
    return `no (${reasons.indexOf(found) + 1})`;
  };
  const heads = libraries.map(({ name, database }) => `${name}, ${database}`);
  const rows = operations.map((operation) => {
    const cells = libraries.map(({ name, database }) =>
      cell(results.get(`${name} ${database} ${operation}`) ?? 'failed'),
    );
    return `| ${[operation, ...cells].join(' | ')} |`;
  });
  return [
    `| | ${heads.join(' | ')} |`,
    `| --- |${' --- |'.repeat(heads.length)}`,
    ...rows,
    '',
    ...reasons.map((reason, at) => `${at + 1}. ${reason}.`),
  ].join('\n');
}
