import type { SyntaxNode } from './parse-code.ts';

const wrappers: ReadonlySet<string> = new Set([
  'AwaitExpression',
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
]);

/**
 * The statement that gives an app its name, with nothing between the two that could make something
 * else of it: `const app = express()`, `app = module.exports = express()`, `this.app = express()`.
 * Without such a name `app` is `null`: no line behind it could speak of the app.
 */
export function placeOf(
  made: SyntaxNode,
  around: readonly SyntaxNode[],
): { readonly statement: SyntaxNode; readonly app: string | null } {
  let child = made;
  let app: string | null = null;
  for (let at = around.length - 1; at >= 0; at -= 1) {
    const parent = around[at] as SyntaxNode;
    if (isStatement(parent)) return inList(parent, app, around.slice(0, at));
    const name = nameGiven(parent, child);
    if (name === undefined) break;
    app ??= name;
    child = parent;
  }
  return { statement: made, app: null };
}

// A name, `null` if this step gives none, `undefined` if it makes something else of the value.
function nameGiven(parent: SyntaxNode, child: SyntaxNode): string | null | undefined {
  if (parent.type === 'VariableDeclarator' && parent.init === child) {
    return assignedName(parent.id as SyntaxNode);
  }
  if (parent.type === 'AssignmentExpression' && parent.right === child && parent.operator === '=') {
    return assignedName(parent.left as SyntaxNode);
  }
  return wrappers.has(parent.type) ? null : undefined;
}

function isStatement({ type }: SyntaxNode): boolean {
  return type === 'VariableDeclaration' || type === 'ExpressionStatement';
}

// Only in a list of statements can another one follow: not in `if (x) app = express()`.
function inList(
  inner: SyntaxNode,
  app: string | null,
  around: readonly SyntaxNode[],
): { readonly statement: SyntaxNode; readonly app: string | null } {
  const exported = around.at(-1)?.type === 'ExportNamedDeclaration';
  const statement = exported ? (around.at(-1) as SyntaxNode) : inner;
  const list = around.at(exported ? -2 : -1)?.type;
  return { statement, app: list === 'Program' || list === 'BlockStatement' ? app : null };
}

/** `app` or `this.app`; `null` for anything else. */
export function assignedName(target: SyntaxNode): string | null {
  if (target.type === 'Identifier') return target.name;
  if (target.type !== 'MemberExpression' || target.computed) return null;
  if (target.object.type !== 'ThisExpression') return null;
  return target.property.type === 'Identifier' ? `this.${target.property.name}` : null;
}

/** What kind of function surrounds a node most closely. */
export function functionAround(around: readonly SyntaxNode[]): 'async' | 'function' | 'module' {
  const inner = around.findLast(({ type }) => /Function|Method|^StaticBlock$/.test(type)) as
    | { readonly async?: boolean }
    | undefined;
  if (inner === undefined) return 'module';
  return inner.async === true ? 'async' : 'function';
}
