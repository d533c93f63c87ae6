// Express 4 compiles the paths of a layer to one regular expression and keeps nothing else. The
// path is read back from the expression, compiled again and compared: what is given here is exactly
// what the app has written, or something that means the same.
import type { Layer, Matcher } from './express-tree.ts';

type LayerClass = new (path: unknown, options: object, handle: () => void) => Layer;

const end = '\\/?(?=\\/|$)';
const betweenPaths = /(?<=\(\?=\\\/\|\$\))\|(?=\^)/;

/** A parameter: dot, slash, group, whether it goes on behind slashes, whether it may be absent. */
const parameter =
  /^\(\?:(\\\.)?(\\\/)?(\((?:\[\^\/(?:\\\.)?\]\+\?|\(\?:\(\?!.*?\)\.\)\+\?|[^)]*)\))(\(\(\?:\[[^\]]*\]\.\+\?\)\?\))?\)(\?)?/;
/** The group that stands for a parameter without an expression of its own. */
const plainGroup = /^\((?:\[\^\/|\(\?:\(\?!)/;

/** The paths that a layer of Express 4 is mounted at; `undefined` where that cannot be told. */
export function mountPaths({ regexp, keys = [] }: Layer): readonly string[] | undefined {
  if (regexp === undefined) return undefined;
  const names = keys.map(({ name }) => name);
  const sources = regexp.source.split(betweenPaths);
  if (!sources.every((source) => source.startsWith('^') && source.endsWith(end))) return undefined;
  return sources.map((source) => pathOf(source.slice(1, -end.length), names));
}

/** Takes the names that it needs out of `names`. */
function pathOf(source: string, names: (string | number)[]): string {
  let path = '';
  for (let rest = source; rest !== ''; ) {
    const [whole, text] = nextPart(rest, names);
    path += text;
    rest = rest.slice(whole.length);
  }
  return path;
}

/** What comes next in an expression, and what it was compiled from. */
function nextPart(rest: string, names: (string | number)[]): readonly [string, string] {
  if (rest.startsWith('(.*)')) {
    names.shift();
    return ['(.*)', '*'];
  }
  const [found, dot = '', slash = '', group = '', star = '', optional = ''] =
    parameter.exec(rest) ?? [];
  if (found !== undefined) {
    const name = names.shift();
    if (star !== '') names.shift();
    const own = plainGroup.test(group) ? '' : group.replaceAll('\\/', '/');
    const before = `${slash === '' ? '' : '/'}${dot === '' ? '' : '.'}`;
    return [found, `${before}:${name}${own}${star === '' ? '' : '*'}${optional}`];
  }
  const escaped = /^\\[/.]/.exec(rest)?.[0];
  return escaped === undefined ? [rest.charAt(0), rest.charAt(0)] : [escaped, escaped.charAt(1)];
}

/** Compiles a path as the layer's own Express 4 does it. May throw. */
export function compileLike(layer: Layer, path: unknown, wholePath: boolean): Layer {
  const Same = (Object.getPrototypeOf(layer) as { readonly constructor: LayerClass }).constructor;
  const { regexp } = layer;
  const strict = wholePath && regexp?.source.includes('\\/?$') === false;
  return new Same(path, { sensitive: !regexp?.ignoreCase, strict, end: wholePath }, () => {});
}

/** Whether two layers match the same with the same names. */
export function meansTheSame(one: Layer, other: Layer): boolean {
  return fingerprint(one) === fingerprint(other);
}

function fingerprint({ regexp, keys = [] }: Layer): string {
  return `${regexp?.source} ${keys.map(({ name }) => name).join(' ')}`;
}

/** What a layer of Express 4 matches with, as Express 5 has it. */
export function matcherOf({ regexp, keys = [] }: Layer): Matcher {
  return (path) => {
    const [whole, ...groups] = regexp?.exec(path) ?? [];
    if (whole === undefined) return false;
    const named = groups.map((value, at) => [keys[at]?.name ?? at, value] as const);
    return { path: whole, params: Object.fromEntries(named) };
  };
}
