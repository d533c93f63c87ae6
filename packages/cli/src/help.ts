import type { Option, Command as Parser } from 'commander';
import { columns } from './terminal/columns.ts';

/** Help that begins with examples, because those are what people copy. Fits 80 by 40. */
export function formatHelp(parser: Parser, examples: readonly string[]): string {
  const sections = [
    [parser.description()],
    section('Examples', examples),
    section('Usage', [`${fullName(parser)} ${usageOf(parser)}`.trimEnd()]),
    section('Commands', columns(parser.commands.map((command) => describe(command)))),
    section(
      'Options',
      columns([...parser.options.map(describeOption), ['-h, --help', 'Print help']]),
    ),
    parser.parent === null ? ['Run whodid COMMAND --help for examples of one command.'] : [],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function describe(command: Parser): readonly string[] {
  const alias = command.alias();
  const name = alias === undefined ? command.name() : `${command.name()}, ${alias}`;
  return [name, command.summary()];
}

function describeOption(option: Option): readonly string[] {
  return [option.flags, option.description];
}

function usageOf(parser: Parser): string {
  if (parser.commands.length > 0) return 'COMMAND [options]';
  const operands = parser.registeredArguments.map((operand) => {
    const name = operand.variadic ? `${operand.name()}...` : operand.name();
    return operand.required ? `<${name}>` : `[${name}]`;
  });
  return ['[options]', ...operands].join(' ');
}

function fullName(parser: Parser): string {
  return parser.parent === null ? parser.name() : `${fullName(parser.parent)} ${parser.name()}`;
}
