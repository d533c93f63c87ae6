import { isSecretNumber, isSecretText, type KeyRules, stronger } from '../key-rules.ts';
import type { KeyClass } from '../key-words.ts';
import { isMarker, isMask } from '../markers.ts';
import { TokenReader } from './token-reader.ts';

const deepest = 64;
/** What a definition begins with, unless it is a query in short form. */
export const keywords: ReadonlySet<string> = new Set([
  ...['query', 'mutation', 'subscription', 'fragment'],
]);
const harmless = new Set(['true', 'false', 'null']);

/** A value written into the document, which may be secret. */
interface Literal {
  readonly start: number;
  readonly end: number;
  readonly kind: 'string' | 'number' | 'name';
  readonly secret: KeyClass | null;
  /** The variable of which it is the default, or part of it. */
  readonly variable: string | null;
}

/** A place for a value: how secret the names above it make it. */
interface Place {
  /** The name right above: of the argument, or of the input field. */
  readonly name: string;
  readonly secret: KeyClass | null;
  readonly variable: string | null;
  readonly depth: number;
}

/**
 * Reads a GraphQL document for where values go: which argument or input field each variable feeds,
 * and which literals stand under a secret name. Executable documents only; never throws; one pass.
 */
export class GraphqlDocument {
  readonly #text: string;
  readonly #keys: KeyRules;
  readonly #tokens: TokenReader;
  readonly #literals: Literal[] = [];
  readonly #variables = new Map<string, KeyClass | null>();

  constructor(text: string, keys: KeyRules) {
    this.#text = text;
    this.#keys = keys;
    this.#tokens = new TokenReader(text);
    if (this.#tokens.kind === 'end') this.#tokens.fail();
    while (this.#tokens.kind !== 'end') this.#definition();
  }

  /** Whether it could be read to its end. */
  get isWhole(): boolean {
    return this.#tokens.failedAt < 0;
  }

  /** How secret a variable is by what it feeds; `undefined` if nothing in the document uses it. */
  variable(name: string): KeyClass | null | undefined {
    return this.#variables.get(name);
  }

  /** The document, up to where it could be read, without the literals that are secret. */
  masked(mask: string): string {
    const end = this.isWhole ? this.#text.length : this.#tokens.failedAt;
    let clean = '';
    let from = 0;
    for (const literal of this.#literals) {
      if (literal.end > end || !this.#isSecret(literal, mask)) continue;
      clean += `${this.#text.slice(from, literal.start)}"${mask}"`;
      from = literal.end;
    }
    return clean + this.#text.slice(from, end);
  }

  #isSecret({ start, end, kind, secret, variable }: Literal, mask: string): boolean {
    const all = variable === null ? secret : stronger(secret, this.#defaultClass(variable));
    if (all === null) return false;
    const written = this.#text.slice(start, end);
    if (kind === 'number') return isSecretNumber(all) || isSecretText(all, written);
    if (kind === 'name') return !harmless.has(written) && isSecretText(all, written);
    const value = contentOf(written);
    return isSecretText(all, value) && !isMask(value, mask) && !isMarker(value);
  }

  // Where not all uses were seen, nobody knows.
  #defaultClass(variable: string): KeyClass | null {
    const seen = this.#variables.get(variable) ?? null;
    return this.isWhole ? stronger(seen, this.#keys.decide(variable).secret) : 'all';
  }

  #definition(): void {
    const tokens = this.#tokens;
    if (!tokens.isMark('{')) this.#head();
    this.#selections(0);
  }

  // What stands before the braces.
  #head(): void {
    const tokens = this.#tokens;
    const keyword = tokens.value;
    if (!keywords.has(keyword)) tokens.fail();
    tokens.next();
    if (keyword !== 'fragment') {
      if (tokens.kind === 'name') tokens.next();
      if (tokens.take('(')) this.#variableDefinitions();
    } else {
      tokens.name();
      if (tokens.name() !== 'on') tokens.fail();
      tokens.name();
    }
    this.#directives(0);
  }

  #variableDefinitions(): void {
    const tokens = this.#tokens;
    while (tokens.kind !== 'end' && !tokens.isMark(')')) {
      tokens.expect('$');
      const variable = tokens.name();
      tokens.expect(':');
      this.#type(0);
      if (tokens.take('=')) this.#value({ name: variable, secret: null, variable, depth: 0 });
      this.#directives(0);
    }
    tokens.expect(')');
  }

  #type(depth: number): void {
    const tokens = this.#tokens;
    if (depth > deepest) tokens.fail();
    else if (tokens.take('[')) {
      this.#type(depth + 1);
      tokens.expect(']');
    } else tokens.name();
    tokens.take('!');
  }

  #selections(depth: number): void {
    const tokens = this.#tokens;
    if (depth > deepest) tokens.fail();
    tokens.expect('{');
    while (tokens.kind !== 'end' && !tokens.isMark('}')) {
      if (tokens.take('...')) this.#spread(depth);
      else this.#field(depth);
    }
    tokens.expect('}');
  }

  #spread(depth: number): void {
    const tokens = this.#tokens;
    if (tokens.kind === 'name' && tokens.name() === 'on') tokens.name();
    this.#directives(depth);
    if (tokens.isMark('{')) this.#selections(depth + 1);
  }

  #field(depth: number): void {
    const tokens = this.#tokens;
    const first = tokens.name();
    const field = tokens.take(':') ? tokens.name() : first;
    this.#arguments(field, depth);
    this.#directives(depth);
    if (tokens.isMark('{')) this.#selections(depth + 1);
  }

  #directives(depth: number): void {
    while (this.#tokens.take('@')) this.#arguments(this.#tokens.name(), depth);
  }

  #arguments(owner: string, depth: number): void {
    const tokens = this.#tokens;
    if (!tokens.take('(')) return;
    this.#named(')', { name: owner, secret: null, variable: null, depth });
  }

  // `name: value` again and again, up to what closes it.
  #named(closing: string, above: Place): void {
    const tokens = this.#tokens;
    while (tokens.kind !== 'end' && !tokens.isMark(closing)) {
      const name = tokens.name();
      tokens.expect(':');
      const secret = stronger(inherited(above.secret), this.#secretOf(name, above.name));
      this.#value({ name, secret, variable: above.variable, depth: above.depth + 1 });
    }
    tokens.expect(closing);
  }

  // `setPassword(new: …)` and `verifyOtp(code: …)` are secret by both names together.
  #secretOf(name: string, above: string): KeyClass | null {
    const alone = this.#keys.decide(name).secret;
    return above === '' ? alone : stronger(alone, this.#keys.decide(`${above} ${name}`).secret);
  }

  #value(place: Place): void {
    const tokens = this.#tokens;
    if (place.depth > deepest) tokens.fail();
    else if (tokens.take('$')) this.#use(tokens.name(), place.secret);
    else if (tokens.take('[')) this.#items(place);
    else if (tokens.take('{')) this.#named('}', place);
    else this.#literal(place);
  }

  #items(place: Place): void {
    const tokens = this.#tokens;
    while (tokens.kind !== 'end' && !tokens.isMark(']')) {
      this.#value({ ...place, depth: place.depth + 1 });
    }
    tokens.expect(']');
  }

  #literal({ secret, variable }: Place): void {
    const { kind, start, end } = this.#tokens;
    if (kind === 'mark' || kind === 'end') this.#tokens.fail();
    else {
      this.#literals.push({ start, end, kind, secret, variable });
      this.#tokens.next();
    }
  }

  #use(variable: string, secret: KeyClass | null): void {
    this.#variables.set(variable, stronger(this.#variables.get(variable) ?? null, secret));
  }
}

// As in JSON: what is all secret is so with everything in it, the rest is looked into.
function inherited(secret: KeyClass | null): KeyClass | null {
  return secret === 'all' || secret === 'token' ? secret : null;
}

function contentOf(written: string): string {
  const quotes = written.startsWith('"""') ? 3 : 1;
  return written.slice(quotes, -quotes);
}
