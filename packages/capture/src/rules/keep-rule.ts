import { custom, type OptionRule, type OptionRules, oneOf, readOptions } from '@whodid/core';
import type { Keep } from '../exchange/route-policy.ts';
import { matchesGlob } from './matches-glob.ts';

/** What a text is compared with: a text in which `*` stands for anything, or a regular expression. */
export type Pattern = string | RegExp;

/**
 * Which requests, and how much of them is kept. Of the conditions all that are given must fit; of a
 * list one item. A rule without conditions fits every request.
 */
export interface KeepRule {
  /** Name of the route. */
  readonly name?: Pattern | readonly Pattern[] | undefined;
  /** Where the route's router is mounted, with or without slashes, or the name of its controller. */
  readonly namespace?: Pattern | readonly Pattern[] | undefined;
  /** Path of the request, without query, or the whole pattern of its route. */
  readonly path?: Pattern | readonly Pattern[] | undefined;
  /** Method, in any case. */
  readonly method?: string | readonly string[] | undefined;
  /** Status code: `404`, or a class as `'4xx'`. */
  readonly statusCode?: number | string | readonly (number | string)[] | undefined;
  /** Content type of the answer, without parameters. */
  readonly contentType?: Pattern | readonly Pattern[] | undefined;
  /**
   * How much of such requests is kept. Of several rules that fit, the strictest counts.
   *
   * @defaultValue `nothing`
   */
  readonly keep?: Keep | undefined;
  /**
   * Share of such requests to which the rule does not apply, drawn by chance: `0.01` keeps one in a
   * hundred, for noise. Their entries say so in `data.sampleShare`.
   *
   * @defaultValue `0`; from 0 to 1
   */
  readonly sampleShare?: number | undefined;
}

/** What rules are compared with. */
export interface RuleSubject {
  readonly method: string;
  readonly path: string;
  readonly route: string | undefined;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly statusCode: number | undefined;
  readonly contentType: string | undefined;
}

const listOf =
  (accepts: (item: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) ? value.length > 0 && value.every(accepts) : accepts(value);

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isPattern = (value: unknown): boolean => isText(value) || value instanceof RegExp;
const isMethod = (value: unknown): boolean =>
  typeof value === 'string' && /^[A-Za-z-]{2,20}$/.test(value);
const isStatusCode = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isInteger(value) && value >= 100 && value <= 999
    : typeof value === 'string' && /^[1-9](?:xx|\d\d)$/.test(value);

const patterns: OptionRule<Pattern | readonly Pattern[]> = custom(
  'a text, a regular expression, or a list of them',
  [],
  listOf(isPattern),
);

/** The rules of {@link KeepRule}, for {@link readOptions}. */
export const keepRuleRules: OptionRules<KeepRule> = {
  name: patterns,
  namespace: patterns,
  path: patterns,
  method: custom<string | readonly string[]>('a method or a list of them', [], listOf(isMethod)),
  statusCode: custom<number | string | readonly (number | string)[]>(
    "a status code, a class as '4xx', or a list of them",
    [],
    listOf(isStatusCode),
  ),
  contentType: patterns,
  keep: oneOf(['bodies', 'metadata', 'nothing'], 'nothing'),
  sampleShare: custom(
    'a number from 0 to 1',
    0,
    (value) => typeof value === 'number' && value >= 0 && value <= 1,
  ),
};

/** A rule that is ready to be asked. */
export interface CompiledRule {
  readonly keep: Keep;
  readonly sampleShare: number;
  fits(subject: RuleSubject): boolean;
}

/**
 * @param scope - where the rule stands, for the error: `expressCapture.rules[0]`.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID`.
 */
export function compileRule(scope: string, given: KeepRule): CompiledRule {
  const rule = readOptions(scope, keepRuleRules, given);
  const conditions = [
    condition(texts(rule.name), ({ name }) => [name]),
    condition(texts(rule.namespace, withoutSlashes), ({ namespace }) => [
      namespace === undefined ? undefined : withoutSlashes(namespace),
    ]),
    condition(texts(rule.path), ({ path, route }) => [path, route]),
    condition(
      list(rule.method).map((method) => equals(method.toUpperCase())),
      ({ method }) => [method.toUpperCase()],
    ),
    condition(list(rule.statusCode).map(statusCodeTest), ({ statusCode }) => [
      statusCode === undefined ? undefined : String(statusCode),
    ]),
    condition(texts(rule.contentType, lowerCase), ({ contentType }) => [
      contentType?.split(';', 1)[0]?.trim().toLowerCase(),
    ]),
  ].filter((each) => each !== undefined);
  return {
    keep: rule.keep,
    sampleShare: rule.sampleShare,
    fits: (subject) => conditions.every((fits) => fits(subject)),
  };
}

type Test = (text: string) => boolean;

function condition(
  tests: readonly Test[],
  valuesOf: (subject: RuleSubject) => readonly (string | undefined)[],
): ((subject: RuleSubject) => boolean) | undefined {
  if (tests.length === 0) return undefined;
  return (subject) =>
    valuesOf(subject).some((value) => value !== undefined && tests.some((test) => test(value)));
}

function list<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function texts(
  given: Pattern | readonly Pattern[],
  normal: (text: string) => string = (text) => text,
): readonly Test[] {
  return list(given).map((pattern) => {
    if (typeof pattern === 'string') return globTest(normal(pattern));
    // A regular expression that remembers where it was would answer differently each time.
    const stateless = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
    return (text) => stateless.test(text);
  });
}

function globTest(pattern: string): Test {
  return pattern.includes('*') ? (text) => matchesGlob(text, pattern) : equals(pattern);
}

function statusCodeTest(given: number | string): Test {
  const code = String(given);
  return code.endsWith('xx') ? (text) => text.startsWith(code.slice(0, 1)) : equals(code);
}

const equals =
  (wanted: string): Test =>
  (text) =>
    text === wanted;
const withoutSlashes = (text: string): string => text.replace(/^\/+|\/+$/g, '');
const lowerCase = (text: string): string => text.toLowerCase();
