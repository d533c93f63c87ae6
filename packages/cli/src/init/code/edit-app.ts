import MagicString from 'magic-string';
import type { Framework } from '../framework.ts';
import { type Keep, optionsFor } from '../keep.ts';
import type { CodeStyle } from './code-style.ts';
import { codeStyleOf } from './code-style.ts';
import type { AppMaking } from './find-apps.ts';
import { importPlace } from './import-place.ts';
import { type Program, parseCode, type SyntaxNode, walk } from './parse-code.ts';

/** A file with an app in it, and what has to be known to switch capture on there. */
export interface AppFile {
  readonly text: string;
  readonly path: string;
  readonly program: Program;
  readonly app: AppMaking & { readonly app: string };
  /** As in `./whodid.js`. */
  readonly recorderFrom: string;
  readonly mayAwait: boolean;
  readonly keep: Keep;
}

/** The file as it is to be, and the lines that are new in it. */
export interface AppEdit {
  readonly text: string;
  readonly lines: readonly string[];
}

/** Adds the import and the registration, or says why that cannot be done for certain. */
export function editApp(file: AppFile): AppEdit | { readonly trouble: string } {
  const { text, program, app, path } = file;
  const style = codeStyleOf(text, program);
  const used = namesIn(program);
  const { framework } = app;
  const recorder = used.has('recorder') ? 'whodidRecorder' : 'recorder';
  for (const name of [framework.capture, recorder]) {
    if (used.has(name)) return { trouble: `${path} has its own ${name}` };
  }

  const place = importPlace(program, app);
  const brought = (place.style === 'import' ? importLines : requireLines)(file, recorder, style);
  const { capture } = framework;
  const { mayAwait, keep } = file;
  const options = optionsFor(keep, style.quote);
  const names = { app: app.app, capture, recorder, options, mayAwait };
  const registration = `${framework.register(names)}${style.semicolon}`;

  const edited = new MagicString(text);
  if (place.behind === null) {
    edited.appendLeft(place.before, brought.map((line) => line + style.lineEnd).join(''));
  } else {
    addBehind(edited, text, place.behind, brought, style);
  }
  addBehind(edited, text, app, [registration], style);
  const result = edited.toString();
  const lines = [...brought, registration];
  if (keepsMeaning(text, result, path, lines.length)) return { text: result, lines };
  return { trouble: `${path} would mean something else with our lines in it` };
}

// At the end of the line, behind a comment that is on it; in front of code that is on it.
function addBehind(
  edited: MagicString,
  text: string,
  statement: { readonly start: number; readonly end: number },
  lines: readonly string[],
  { lineEnd }: CodeStyle,
): void {
  const end = codeEnd(text, statement.end);
  const lineStart = text.lastIndexOf('\n', statement.start - 1) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const rest =
    /^[^\S\r\n]*(?:\/\/[^\r\n]*|\/\*(?:(?!\*\/)[^\r\n])*\*\/[^\S\r\n]*)?(?=\r?\n|$)/.exec(
      text.slice(end),
    );
  const added = lines.map((line) => `${lineEnd}${indentation}${line}`).join('');
  if (rest !== null) edited.appendLeft(end + rest[0].length, added);
  else edited.appendLeft(end, `${added.endsWith(';') ? added : `${added};`}`);
}

// Without semicolons, the one that opens the next line belongs to this statement: `;[1, 2].map(f)`.
function codeEnd(text: string, statementEnd: number): number {
  const late = /\r?\n\s*;$/.exec(text.slice(0, statementEnd));
  return late === null ? statementEnd : late.index;
}

function importLines(
  { app, recorderFrom }: AppFile,
  recorder: string,
  { quote, semicolon }: CodeStyle,
): string[] {
  const name = recorder === 'recorder' ? recorder : `recorder as ${recorder}`;
  return [
    `import { ${app.framework.capture} } from ${quote}${captureModule(app.framework)}${quote}${semicolon}`,
    `import { ${name} } from ${quote}${recorderFrom}${quote}${semicolon}`,
  ];
}

function requireLines(
  { app, recorderFrom }: AppFile,
  recorder: string,
  { quote, semicolon }: CodeStyle,
): string[] {
  const name = recorder === 'recorder' ? recorder : `recorder: ${recorder}`;
  return [
    `const { ${app.framework.capture} } = require(${quote}${captureModule(app.framework)}${quote})${semicolon}`,
    `const { ${name} } = require(${quote}${recorderFrom}${quote})${semicolon}`,
  ];
}

function captureModule({ subpath }: Framework): string {
  return `@whodid/capture/${subpath}`;
}

function namesIn(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  walk(program, (node) => {
    if (node.type === 'Identifier') names.add(node.name);
  });
  return names;
}

// A last look: the result parses, has exactly our statements more, and the others are what they were.
function keepsMeaning(before: string, after: string, path: string, added: number): boolean {
  const [was, is] = [statementsOf(before, path), statementsOf(after, path)];
  if (was === null || is === null || is.length !== was.length + added) return false;
  const left = [...is];
  return was.every((statement) => {
    while (left.length > 0 && left[0] !== statement) left.shift();
    return left.shift() !== undefined;
  });
}

// A semicolon on a later line, with a comment before it, may end another statement afterwards.
const lateEnd = /[^\S\n]*(?:\/\/[^\n]*|\/\*(?:(?!\*\/)[^\n])*\*\/)?\s*;$/;

// Those that hold others may have grown, so of those only the kind is compared.
function statementsOf(text: string, path: string): readonly string[] | null {
  const parsed = parseCode(text, path);
  if (!('program' in parsed)) return null;
  const all: SyntaxNode[] = [];
  const holders = new Set<SyntaxNode>();
  walk(parsed.program, (node, around) => {
    if (!/Statement$|^(Import|Variable|TSImportEquals)Declaration$/.test(node.type)) return;
    all.push(node);
    for (const outer of around) holders.add(outer);
  });
  return all.map((node) =>
    holders.has(node) ? node.type : text.slice(node.start ?? 0, node.end ?? 0).replace(lateEnd, ''),
  );
}
