import { assignedName } from './app-place.ts';
import { type Program, type SyntaxNode, walk } from './parse-code.ts';

const servers = /^(serve|createServer|createSecureServer|createAdaptorServer)$/;

/**
 * The names of what a file lets listen: `app.listen()`, `createServer(app)`,
 * `createServer(app.callback())`, `serve(app)`, `serve({ fetch: app.fetch })`.
 */
export function servedNames(program: Program): ReadonlySet<string> {
  const served = new Set<string>();
  const add = (name: string | null) => name !== null && served.add(name);
  walk(program, (node) => {
    if (node.type !== 'CallExpression') return;
    const { callee } = node;
    if (calledName(callee) === 'listen' && callee.type === 'MemberExpression') {
      add(assignedName(callee.object));
    } else if (servers.test(calledName(callee))) {
      for (const argument of node.arguments) add(servedBy(argument as SyntaxNode));
    }
  });
  return served;
}

function calledName(callee: SyntaxNode): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return '';
  return callee.property.name;
}

function servedBy(argument: SyntaxNode): string | null {
  if (argument.type === 'CallExpression') return servedBy(argument.callee);
  if (argument.type === 'ObjectExpression') {
    const fetch = argument.properties.find(
      (property) =>
        property.type === 'ObjectProperty' &&
        property.key.type === 'Identifier' &&
        property.key.name === 'fetch',
    );
    return fetch?.type === 'ObjectProperty' ? servedBy(fetch.value as SyntaxNode) : null;
  }
  if (argument.type === 'MemberExpression' && /^(fetch|callback)$/.test(calledName(argument))) {
    return assignedName(argument.object);
  }
  return assignedName(argument);
}
