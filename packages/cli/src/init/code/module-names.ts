import type { Program, Statement, SyntaxNode } from './parse-code.ts';

/** What a name at the top of a file stands for: an export of a module; `default` also for all of it. */
export interface ModuleExport {
  readonly module: string;
  readonly name: string;
}

/** The names that a file has from other modules, by `import` or `require`. */
export function moduleNames(program: Program): ReadonlyMap<string, ModuleExport> {
  return new Map(program.body.flatMap(namesOf));
}

/** The module that `require('...')` names, if the node is that and nothing else. */
export function requiredModule(node: SyntaxNode | null | undefined): string | null {
  if (node?.type !== 'CallExpression' || node.callee.type !== 'Identifier') return null;
  const [argument] = node.arguments;
  if (node.callee.name !== 'require' || argument?.type !== 'StringLiteral') return null;
  return node.arguments.length === 1 ? argument.value : null;
}

type Named = readonly [string, ModuleExport];

function namesOf(statement: Statement): readonly Named[] {
  switch (statement.type) {
    case 'ImportDeclaration':
      return statement.importKind === 'type' ? [] : importedNames(statement);
    case 'TSImportEqualsDeclaration': {
      const { moduleReference: from, id } = statement;
      if (from.type !== 'TSExternalModuleReference') return [];
      return [[id.name, { module: from.expression.value, name: 'default' }]];
    }
    case 'VariableDeclaration':
      return requiredNames(statement);
    default:
      return [];
  }
}

function importedNames(
  statement: Extract<Statement, { type: 'ImportDeclaration' }>,
): readonly Named[] {
  const module = statement.source.value;
  return statement.specifiers.map((specifier) => {
    if (specifier.type !== 'ImportSpecifier')
      return [specifier.local.name, { module, name: 'default' }];
    const { imported, local } = specifier;
    const name = imported.type === 'Identifier' ? imported.name : imported.value;
    return [local.name, { module, name }];
  });
}

function requiredNames(
  statement: Extract<Statement, { type: 'VariableDeclaration' }>,
): readonly Named[] {
  return statement.declarations.flatMap(({ id, init }): readonly Named[] => {
    const module = requiredModule(init);
    if (module === null) return [];
    if (id.type === 'Identifier') return [[id.name, { module, name: 'default' }]];
    if (id.type !== 'ObjectPattern') return [];
    return id.properties.flatMap((property) => {
      if (property.type !== 'ObjectProperty' || property.computed) return [];
      const { key, value } = property;
      if (key.type !== 'Identifier' || value.type !== 'Identifier') return [];
      return [[value.name, { module, name: key.name }] as const];
    });
  });
}
