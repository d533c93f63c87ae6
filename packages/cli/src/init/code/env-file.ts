import { moduleNames } from './module-names.ts';
import { type Program, type SyntaxNode, walk } from './parse-code.ts';

/**
 * How a file reads `.env`: with `dotenv.config()` as it is, in another way, or not at all. What
 * `import 'dotenv/config'` does is done in time for every import behind it, so it does not count.
 */
export function envFileReading(program: Program): 'plain' | 'other' | null {
  const names = moduleNames(program);
  let reading: 'plain' | 'other' | null = null;
  walk(program, (node) => {
    if (node.type !== 'CallExpression') return;
    const { callee } = node;
    const named = callee.type === 'Identifier' ? names.get(callee.name) : undefined;
    const isDotenv =
      (named?.module === 'dotenv' && named.name === 'config') ||
      (readsEnvFile(node) && !isProcess(callee));
    if (isDotenv) reading = node.arguments.length === 0 ? 'plain' : 'other';
    else if (readsEnvFile(node)) reading = 'other';
  });
  return reading;
}

/** `dotenv.config()`, `process.loadEnvFile()`. */
export function readsEnvFile(node: SyntaxNode): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object, property } = node.callee;
  if (object.type !== 'Identifier' || property.type !== 'Identifier') return false;
  const called = `${object.name}.${property.name}`;
  return called === 'dotenv.config' || called === 'process.loadEnvFile';
}

function isProcess(callee: SyntaxNode): boolean {
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return false;
  return callee.object.name === 'process';
}
