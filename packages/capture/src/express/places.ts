import { compileLike, matcherOf, meansTheSame, mountPaths } from './compiled-path.ts';
import type { Layer, Matcher } from './express-tree.ts';
import { patternsOf } from './pattern.ts';
import { probe } from './probe.ts';

/** One path that a layer stands at. */
export interface Place {
  /** As the app has written it; `undefined` if Express has not kept it. */
  readonly pattern: string | undefined;
  readonly match: Matcher;
}

/** How a layer stands in the path of a request. */
export interface Found {
  readonly pattern: string;
  /** The part of the path behind it, with a slash in front. */
  readonly rest: string;
}

const everywhere: Place = { pattern: '', match: () => ({ path: '', params: {} }) };
const known = new WeakMap<Layer, readonly Place[]>();

/** The paths that a layer stands at, one or several. */
export function placesOf(layer: Layer): readonly Place[] {
  const earlier = known.get(layer);
  if (earlier !== undefined) return earlier;
  const places = findPlaces(layer);
  known.set(layer, places);
  return places;
}

/** Where a layer stands in a path; `undefined` if it does not. */
export function findIn(layer: Layer, path: string): Found | undefined {
  for (const { pattern, match } of placesOf(layer)) {
    const matched = match(path);
    if (matched === false || !path.startsWith(matched.path)) continue;
    const rest = path.slice(matched.path.length);
    return {
      pattern: pattern ?? probe(match, matched.path),
      rest: rest.startsWith('/') ? rest : `/${rest}`,
    };
  }
  return undefined;
}

function findPlaces(layer: Layer): readonly Place[] {
  const { slash, matchers, regexp, route, rawPath } = layer;
  if (slash === true || regexp?.fast_slash === true) return [everywhere];
  if (matchers !== undefined) {
    const written = route?.path ?? rawPath;
    const patterns = written === undefined ? [] : patternsOf(written);
    const complete = patterns.length === matchers.length;
    return matchers.map((match, at) => ({ pattern: complete ? patterns[at] : undefined, match }));
  }
  if (regexp === undefined) return [];
  return route === undefined ? compiledMounts(layer) : compiledRoutes(layer, route.path);
}

/** Express 4 keeps the path of a route. */
function compiledRoutes(layer: Layer, path: unknown): readonly Place[] {
  const paths: readonly unknown[] = Array.isArray(path)
    ? path.flat(Number.POSITIVE_INFINITY)
    : [path];
  if (paths.length === 1) return [{ pattern: String(paths[0]), match: matcherOf(layer) }];
  return paths.map((each) => ({
    pattern: String(each),
    match: matcherOf(compileLike(layer, each, true)),
  }));
}

function compiledMounts(layer: Layer): readonly Place[] {
  const whole = matcherOf(layer);
  const paths = mountPaths(layer);
  // An expression that was not compiled from text is the app's own.
  if (paths === undefined) return [{ pattern: String(layer.regexp), match: whole }];
  try {
    const [only] = paths;
    const again = compileLike(layer, paths.length === 1 ? only : paths, false);
    if (meansTheSame(layer, again)) {
      return paths.map((pattern) => ({
        pattern,
        match: matcherOf(compileLike(layer, pattern, false)),
      }));
    }
  } catch {
    // Not a path, then.
  }
  return [{ pattern: undefined, match: whole }];
}
