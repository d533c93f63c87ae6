import { type Framework, frameworks } from '../framework.ts';
import { functionAround, placeOf } from './app-place.ts';
import { type ModuleExport, moduleNames, requiredModule } from './module-names.ts';
import { type Program, type SyntaxNode, walk } from './parse-code.ts';
import { servedNames } from './served-names.ts';

/** A place where an app is made. */
export interface AppMaking {
  readonly framework: Framework;
  /** From 1. */
  readonly line: number;
  /** How the app is called behind the statement; `null` if it has no name there, so no line can follow. */
  readonly app: string | null;
  /** Where the statement begins and ends in the text. */
  readonly start: number;
  readonly end: number;
  /** Whether it is in an `async` function, in another function, or in none. */
  readonly inside: 'async' | 'function' | 'module';
  /** Whether the same file lets this app listen. */
  readonly served: boolean;
}

/** Every place in a file where an app of a framework is made. */
export function findApps(program: Program): readonly AppMaking[] {
  const names = moduleNames(program);
  const served = servedNames(program);
  const found: AppMaking[] = [];
  walk(program, (node, around) => {
    const framework = frameworkMadeBy(node, names);
    if (framework === null) return;
    const { statement, app: named } = placeOf(node, around);
    // What is not awaited is a promise and no app yet.
    const early = framework.made.by === 'awaited-call' && around.at(-1)?.type !== 'AwaitExpression';
    const app = early ? null : named;
    found.push({
      framework,
      line: node.loc?.start.line ?? 1,
      app,
      start: statement.start ?? 0,
      end: statement.end ?? 0,
      inside: functionAround(around),
      served: app !== null && served.has(app),
    });
  });
  return found;
}

function frameworkMadeBy(
  node: SyntaxNode,
  names: ReadonlyMap<string, ModuleExport>,
): Framework | null {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return null;
  const { callee } = node;
  const known = (framework: Framework): boolean => {
    const { by, exports, method } = framework.made;
    if ((by === 'new') !== (node.type === 'NewExpression')) return false;
    const maker = method === undefined ? callee : ownerOf(callee, method);
    const from = maker === null ? null : exportOf(maker, names);
    return from?.module === framework.package && exports.includes(from.name);
  };
  return frameworks.find(known) ?? null;
}

function ownerOf(callee: SyntaxNode, method: string): SyntaxNode | null {
  if (callee.type !== 'MemberExpression' || callee.computed) return null;
  if (callee.property.type !== 'Identifier' || callee.property.name !== method) return null;
  return callee.object;
}

function exportOf(
  node: { readonly type: string },
  names: ReadonlyMap<string, ModuleExport>,
): ModuleExport | null {
  const maker = node as SyntaxNode;
  const required = requiredModule(maker);
  if (required !== null) return { module: required, name: 'default' };
  if (maker.type === 'Identifier') return names.get(maker.name) ?? null;
  if (maker.type !== 'MemberExpression' || maker.computed) return null;
  const owner = exportOf(maker.object, names);
  if (owner?.name !== 'default' || maker.property.type !== 'Identifier') return null;
  return { module: owner.module, name: maker.property.name };
}
