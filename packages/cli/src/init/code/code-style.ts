import { type Program, walk } from './parse-code.ts';

/** How a file is written, so that what we add to it looks the same. */
export interface CodeStyle {
  readonly quote: "'" | '"';
  readonly semicolon: ';' | '';
  readonly lineEnd: '\n' | '\r\n';
}

/** The style that most of a file has. */
export function codeStyleOf(text: string, program: Program): CodeStyle {
  const quotes = { single: 0, double: 0 };
  const ends = { with: 0, without: 0 };
  walk(program, (node) => {
    const first = text[node.start ?? 0];
    if (node.type === 'StringLiteral') quotes[first === '"' ? 'double' : 'single'] += 1;
    if (!/^(Import|Export\w*|Variable|TSImportEquals)Declaration$|^Expression/.test(node.type))
      return;
    if (!/Declaration$|Statement$/.test(node.type)) return;
    ends[text[(node.end ?? 0) - 1] === ';' ? 'with' : 'without'] += 1;
  });
  return {
    quote: quotes.double > quotes.single ? '"' : "'",
    semicolon: ends.without > ends.with ? '' : ';',
    lineEnd: lineEndOf(text),
  };
}

/** What most lines of a text end with; `\n` if there is only one line. */
export function lineEndOf(text: string): '\n' | '\r\n' {
  const all = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  return windows * 2 > all ? '\r\n' : '\n';
}
