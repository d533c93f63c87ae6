import { parseExpression } from '@babel/parser';
import MagicString from 'magic-string';

/**
 * Adds dependencies to the text of a `package.json`, in the order of their names if the others have
 * it, and changes nothing else in it. Those that are there stay as they are.
 */
export function addDependencies(
  text: string,
  packages: readonly (readonly [string, string])[],
): string {
  const root = objectIn(parseExpression(text));
  const dependencies = root.members.find(({ name }) => name === 'dependencies');
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const indentation = /^\s*\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const edited = new MagicString(text);
  const rows = packages.map(([name, range]) => `"${name}": "${range}"`);
  if (dependencies === undefined) {
    const inner = rows.map((row) => `${lineEnd}${indentation.repeat(2)}${row}`).join(',');
    addMember(edited, root, `"dependencies": {${inner}${lineEnd}${indentation}}`, {
      at: root.members.length,
      lead: lineEnd + indentation,
      tail: lineEnd,
    });
    return edited.toString();
  }
  const there = objectIn(dependencies.value);
  const names = there.members.map(({ name }) => name);
  const sorted = names.every((name, at) => at === 0 || (names[at - 1] ?? '') <= name);
  // Two rows at the same place come out in the order in which they are added.
  for (const [at, [name]] of packages.entries()) {
    if (names.includes(name)) continue;
    const later = sorted ? names.findIndex((each) => each > name) : -1;
    addMember(edited, there, rows[at] ?? '', {
      at: later === -1 ? names.length : later,
      lead: lineEnd + indentation.repeat(2),
      tail: lineEnd + indentation,
      follows: packages.slice(0, at).some(([each]) => !names.includes(each)),
    });
  }
  return edited.toString();
}

interface JsonObject {
  readonly start: number;
  readonly end: number;
  readonly members: readonly {
    readonly name: string;
    readonly start: number;
    readonly end: number;
    readonly value: JsonNode;
  }[];
}
type JsonNode = ReturnType<typeof parseExpression>;

function objectIn(node: JsonNode): JsonObject {
  if (node.type !== 'ObjectExpression') throw new TypeError('not an object');
  const members = node.properties.flatMap((property) => {
    if (property.type !== 'ObjectProperty' || property.key.type !== 'StringLiteral') return [];
    const { key, value, start, end } = property;
    return [{ name: key.value, value: value as JsonNode, start: start ?? 0, end: end ?? 0 }];
  });
  return { start: node.start ?? 0, end: node.end ?? 0, members };
}

function addMember(
  edited: MagicString,
  object: JsonObject,
  row: string,
  place: {
    readonly at: number;
    readonly lead: string;
    readonly tail: string;
    readonly follows?: boolean;
  },
): void {
  const next = object.members[place.at];
  const last = object.members.at(-1);
  if (next !== undefined) {
    edited.appendLeft(next.start, `${row},${place.lead}`);
  } else if (last !== undefined) {
    edited.appendLeft(last.end, `,${place.lead}${row}`);
  } else {
    const before = place.follows === true ? ',' : '';
    const inside = `${before}${place.lead}${row}`;
    // Between the braces there may be blanks, which are kept behind ours.
    edited.appendLeft(object.start + 1, inside);
    if (before === '') edited.appendRight(object.start + 1, place.tail);
  }
}
