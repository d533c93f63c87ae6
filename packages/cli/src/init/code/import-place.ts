import { readsEnvFile } from './env-file.ts';
import type { AppMaking } from './find-apps.ts';
import { requiredModule } from './module-names.ts';
import { type Program, type Statement, walk } from './parse-code.ts';

/** Where a file brings in other modules, and how. */
export interface ImportPlace {
  readonly style: 'import' | 'require';
  /** The statement behind which to go on; `null` if there is none. */
  readonly behind: { readonly start: number; readonly end: number } | null;
  /** Where to stand if there is none. */
  readonly before: number;
}

/**
 * Behind the last import; with `require`, behind the last one in front of the app, and behind what
 * reads a `.env` file, since the recorder reads the environment when it is loaded. Directives such as
 * `"use strict"` stay first.
 */
export function importPlace(program: Program, app: Pick<AppMaking, 'start'>): ImportPlace {
  const imports = program.body.filter(isImport);
  const lastImport = imports.at(-1);
  if (program.sourceType === 'module' && lastImport !== undefined) {
    return { style: 'import', behind: placed(lastImport), before: 0 };
  }
  const holder = program.body.findIndex((statement) => (statement.end ?? 0) > app.start);
  const ahead = program.body.slice(0, Math.max(holder, 0));
  const last = lastRequire(program, app.start);
  const required = ahead.findLast(
    (statement) =>
      isImport(statement) || (last >= (statement.start ?? 0) && last < (statement.end ?? 0)),
  );
  return {
    style: program.sourceType === 'module' ? 'import' : 'require',
    behind: required === undefined ? null : placed(required),
    before: program.body[holder]?.start ?? 0,
  };
}

function placed({ start, end }: Statement): { readonly start: number; readonly end: number } {
  return { start: start ?? 0, end: end ?? 0 };
}

function isImport({ type }: Statement): boolean {
  return type === 'ImportDeclaration' || type === 'TSImportEqualsDeclaration';
}

// The place of the last one that runs when the file is loaded, before the app is made; -1 without any.
function lastRequire(program: Program, before: number): number {
  let last = -1;
  walk(program, (node, around) => {
    const start = node.start ?? 0;
    if (start <= last || start >= before) return;
    if (requiredModule(node) === null && !readsEnvFile(node)) return;
    if (!around.some(({ type }) => /Function|Method/.test(type))) last = start;
  });
  return last;
}
