import type { Json } from '../entry/entry.ts';
import { wellFormed } from '../entry/well-formed.ts';
import { readOptions } from '../options.ts';
import { redactBody } from './body/redact-body.ts';
import { cutText, isLonger } from './cut-text.ts';
import { type GraphqlParameter, graphqlParameters } from './graphql/graphql-parameters.ts';
import { KeyPlans } from './key-plans.ts';
import { KeyRules } from './key-rules.ts';
import { isSecretParameter } from './parameters.ts';
import type { RawBody } from './raw-body.ts';
import { HeaderRules, redactHeaders } from './redact-headers.ts';
import { type RedactOptions, redactRules } from './redact-options.ts';
import { RedactPass } from './redact-pass.ts';
import { redactUrl } from './redact-url.ts';
import type { MaskedList, Redactor } from './redactor.ts';
import { TextScanner } from './text-scanner.ts';
import { readUnsafe } from './unsafe-options.ts';
import type { WalkTools } from './value-walk.ts';

const unreadable = '[unreadable]';
const longestName = 256;
// What is looked at of a name that will be cut.
const longestSeen = 2048;

/**
 * Makes a redactor. Its rules are compiled once; one redactor serves a whole process.
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`.
 */
export function createRedactor(options?: RedactOptions): Redactor {
  const { maskKeys, headers, unsafe, mask, ...given } = readOptions('redact', redactRules, options);
  const { keepKeys, keepHeaders } = readUnsafe(unsafe);
  const limits = { ...given, stringBytes: Math.min(given.stringBytes, given.entryBytes >> 1) };
  const keys: KeyRules = new KeyRules({ mask: maskKeys, keep: keepKeys }, (name) =>
    cleanName(name, scanner),
  );
  const scanner = new TextScanner(keys, mask);
  const plans = new KeyPlans(keys);
  return new RuleRedactor(
    { keys, plans, scanner, limits, mask },
    new HeaderRules({ listed: headers, inClear: keepHeaders }, keys),
  );
}

// A name may hide a secret of its own, and invisible characters that would hide it from a reader.
function cleanName(name: string, scanner: TextScanner): string {
  const beginning = name.length > longestSeen ? name.slice(0, longestSeen) : name;
  const visible = wellFormed(beginning).replace(/\p{Cf}/gu, '');
  const clean = scanner.scan(visible, () => '', []);
  return isLonger(clean, longestName) ? cutText(clean, longestName, name.length) : clean;
}

class RuleRedactor implements Redactor {
  readonly limits: Redactor['limits'];
  readonly #tools: WalkTools;
  readonly #headers: HeaderRules;

  constructor(tools: WalkTools, headers: HeaderRules) {
    this.limits = tools.limits;
    this.#tools = tools;
    this.#headers = headers;
  }

  value(value: unknown, path: string, masked: MaskedList): Json {
    return this.#pass(masked).value(value, path, true);
  }

  json(value: unknown, path: string, masked: MaskedList): Json {
    return this.#pass(masked).value(value, path, false);
  }

  named(name: string, value: unknown, path: string, masked: MaskedList): Json {
    return this.#pass(masked).named(name, value, path);
  }

  name(name: string): string {
    return this.#tools.keys.decide(name).name;
  }

  headers(
    headers: Parameters<Redactor['headers']>[0],
    path: string,
    masked: MaskedList,
  ): { [name: string]: string } {
    try {
      return redactHeaders(headers, path, this.#pass(masked), this.#headers);
    } catch {
      return {};
    }
  }

  url(url: string, path: string, masked: MaskedList, route?: string): string {
    try {
      return redactUrl(url, path, this.#pass(masked), route);
    } catch {
      return unreadable;
    }
  }

  query(
    query: { readonly [name: string]: string | readonly string[] },
    path: string,
    masked: MaskedList,
  ): { [name: string]: string | readonly string[] } {
    const pass = this.#pass(masked);
    const clean = new Map<string, string | readonly string[]>();
    const graphql = graphqlOf(query, path, pass);
    for (const [name, value] of Object.entries(query)) {
      const kept = pass.nameOf(name);
      const one = (text: string): string =>
        graphql?.(name, text) ?? maskedValue(name, text, `${path}.${kept}`, pass);
      clean.set(kept, typeof value === 'string' ? one(value) : value.map(one));
    }
    return Object.fromEntries(clean);
  }

  text(text: string, path: string, masked: MaskedList): string {
    if (this.#tools.scanner.isPlain(text, this.limits.stringBytes)) return text;
    return this.#pass(masked).text(text, path);
  }

  body(body: RawBody, path: string, masked: MaskedList): Json {
    try {
      return redactBody(body, path, this.#pass(masked));
    } catch {
      masked.push({ path, rule: 'unparsed' });
      return '[redacted:unparsed]';
    }
  }

  #pass(masked: MaskedList): RedactPass {
    return new RedactPass(this.#tools, masked);
  }
}

function graphqlOf(
  query: { readonly [name: string]: string | readonly string[] },
  path: string,
  pass: RedactPass,
): GraphqlParameter | null {
  if (query.query === undefined && query.variables === undefined) return null;
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => [name, one] as const),
  );
  return graphqlParameters(pairs, path, pass);
}

function maskedValue(name: string, value: string, path: string, pass: RedactPass): string {
  if (pass.isMask(value) || !isSecretParameter(name, value, pass)) return pass.text(value, path);
  pass.note(path, 'key');
  return pass.mask;
}
