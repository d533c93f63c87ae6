import { type Expression, type File, parse, parseExpression } from '@babel/parser';

export type Program = File['program'];
export type Statement = Program['body'][number];
/** A node of the syntax tree, as far as it has to be known to walk over it. */
export type SyntaxNode =
  | Statement
  | Expression
  | Program
  | Extract<Statement, { type: 'VariableDeclaration' }>['declarations'][number]
  | Extract<Expression, { type: 'CallExpression' }>['callee'];

/** Text that can be read as a module or a script, or the line that cannot. */
export type Parsed = { readonly program: Program } | { readonly line: number };

/** Parses JavaScript or, by the name of its file, TypeScript. A byte order mark is allowed. */
export function parseCode(text: string, path: string): Parsed {
  const typed = /\.[mc]?tsx?$/.test(path);
  const markup = /\.[jt]sx$|\.[mc]?js$/.test(path);
  try {
    const { program } = parse(text, {
      sourceType: 'unambiguous',
      allowReturnOutsideFunction: true,
      plugins: [
        'decorators-legacy',
        ...(typed ? (['typescript'] as const) : []),
        ...(markup ? (['jsx'] as const) : []),
      ],
    });
    return { program };
  } catch (error) {
    return { line: (error as { readonly loc?: { readonly line: number } }).loc?.line ?? 1 };
  }
}

/** Reads JSON with comments and trailing commas, as `tsconfig.json` may be; `undefined` if it is none. */
export function parseJsonc(text: string): unknown {
  try {
    return constantOf(parseExpression(text));
  } catch {
    return undefined;
  }
}

/** Calls `visit` for each node, outer ones first, with those around it, the outermost first. */
export function walk(
  program: Program,
  visit: (node: SyntaxNode, around: readonly SyntaxNode[]) => void,
): void {
  // Not by recursion: a sum of ten thousand terms is ten thousand levels deep.
  const around: SyntaxNode[] = [];
  const ahead: { readonly node: SyntaxNode; readonly depth: number }[] = [
    { node: program, depth: 0 },
  ];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    const { node, depth } = next;
    around.length = depth;
    visit(node, around);
    around.push(node);
    for (const child of childrenOf(node).toReversed())
      ahead.push({ node: child, depth: depth + 1 });
  }
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  return Object.entries(node)
    .filter(([field]) => field !== 'loc' && field !== 'extra' && !field.endsWith('Comments'))
    .flatMap(([, value]) => value)
    .filter(isNode);
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function constantOf(node: Expression): unknown {
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return node.value;
    case 'ArrayExpression':
      return node.elements.map((element) => constantOf(element as Expression));
    case 'ObjectExpression':
      return Object.fromEntries(
        node.properties.flatMap((property) =>
          property.type === 'ObjectProperty' && property.key.type === 'StringLiteral'
            ? [[property.key.value, constantOf(property.value as Expression)]]
            : [],
        ),
      );
    default:
      return null;
  }
}
