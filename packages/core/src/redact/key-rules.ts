import {
  gluedWords,
  type KeyClass,
  secretNames,
  secretParameters,
  trailingWords,
} from './key-words.ts';

/** What is to be done with a name and its value. */
export interface KeyDecision {
  /** How much of the value is secret, or `null` for nothing. */
  readonly secret: KeyClass | null;
  /** The name as it may be kept. */
  readonly name: string;
}

// More than any honest program has; an attacker who sends random names empties it now and then.
const cacheSize = 4096;
const longestCachedKey = 128;
const longestTail = 5;

/** Names of an app's own. */
export interface OwnNames {
  readonly mask: readonly string[];
  /** Not secret although the built-in rules say so, unless they are in `mask` as well. */
  readonly keep: readonly string[];
}

// `null` for what is kept.
type Rules = ReadonlyMap<string, KeyClass | null>;

/** Decides by name what is secret. Rules are compiled once; each name is looked at once. */
export class KeyRules {
  readonly #own: Rules;
  readonly #names: Rules;
  readonly #parameters: Rules;
  readonly #cleanName: (key: string) => string;
  readonly #decisions = new Map<string, KeyDecision>();
  readonly #parameterClasses = new Map<string, KeyClass | null>();

  constructor(own: OwnNames, cleanName: (key: string) => string) {
    this.#own = compile({}, { mask: own.mask, keep: [] });
    this.#names = compile(secretNames, own);
    this.#parameters = compile(secretParameters, { mask: [], keep: own.keep });
    this.#cleanName = cleanName;
  }

  /** Whether the app itself says that this name is secret. */
  isOwn(key: string): boolean {
    return find(wordsOf(key), this.#own) === 'all';
  }

  /** For the key of an object, a form or a list of names. */
  decide(key: string): KeyDecision {
    const known = this.#decisions.get(key);
    if (known !== undefined) return known;
    const name = this.#cleanName(key);
    const secret = find(wordsOf(key), this.#names) ?? null;
    // A name that is cleaned is judged by both, as it will be seen again without what was cleaned.
    const decision = {
      secret: name === key ? secret : stronger(secret, find(wordsOf(name), this.#names) ?? null),
      name,
    };
    remember(this.#decisions, key, decision);
    return decision;
  }

  /** For a parameter of a URL or a form, by its decoded name. */
  parameter(key: string): KeyClass | null {
    const known = this.#parameterClasses.get(key);
    if (known !== undefined) return known;
    const words = wordsOf(key);
    const secret = find(words, this.#names) ?? find(words, this.#parameters) ?? null;
    remember(this.#parameterClasses, key, secret);
    return secret;
  }
}

/** Whether a value of this kind is secret under a name of this class. */
export function isSecretText(secret: KeyClass, text: string): boolean {
  if (text === '') return false;
  if (secret === 'digits') return /^\d{3,12}$/.test(text);
  if (secret === 'opaque') return looksOpaque(text);
  return true;
}

/** Like {@link isSecretText}, for a number. */
export function isSecretNumber(secret: KeyClass): boolean {
  return secret === 'all' || secret === 'unmapped' || secret === 'digits';
}

const byStrength: readonly (KeyClass | null)[] = [
  ...(['all', 'unmapped', 'token', 'text', 'digits', 'opaque'] as const),
  null,
];

/** Which of two takes out more. */
export function stronger(one: KeyClass | null, other: KeyClass | null): KeyClass | null {
  return byStrength.indexOf(one) < byStrength.indexOf(other) ? one : other;
}

// What a machine made: no spaces, long, and not a word.
function looksOpaque(text: string): boolean {
  if (text.length < 16 || text.length > 65_536 || !/^[\w.~+/=-]+$/.test(text)) return false;
  return /\d/.test(text);
}

function remember<T>(cache: Map<string, T>, key: string, value: T): void {
  if (key.length > longestCachedKey) return;
  if (cache.size >= cacheSize) cache.clear();
  cache.set(key, value);
}

function compile(
  table: Readonly<Partial<Record<KeyClass, readonly string[]>>>,
  own: OwnNames,
): Rules {
  const rules = new Map<string, KeyClass | null>();
  for (const [secret, names] of Object.entries(table) as [KeyClass, readonly string[]][]) {
    for (const name of names) rules.set(wordsOf(name).join(''), secret);
  }
  if (rules.has('password')) {
    for (const word of gluedWords) {
      for (const noun of ['password', 'passwd', 'pwd', 'pass']) rules.set(word + noun, 'all');
    }
  }
  for (const name of own.keep) rules.set(wordsOf(name).join(''), null);
  for (const name of own.mask) rules.set(wordsOf(name).join(''), 'all');
  rules.delete('');
  return rules;
}

const trailing: ReadonlySet<string> = new Set(trailingWords);

// The longest tail first, so that `session id` is found before `id` would be.
function find(words: string[], rules: Rules): KeyClass | null | undefined {
  while (words.length > 0) {
    for (let count = Math.min(longestTail, words.length); count > 0; count -= 1) {
      const secret = rules.get(words.slice(-count).join(''));
      if (secret !== undefined) return secret;
    }
    const last = words.at(-1) as string;
    if (!trailing.has(last) && !/^\d+$/.test(last)) return undefined;
    words = words.slice(0, -1);
  }
  return undefined;
}

/**
 * The words of a name, in lower case and without disguise: compatibility forms, accents, invisible
 * characters and letters of other alphabets that look Latin are undone.
 */
export function wordsOf(key: string): string[] {
  const plain = key.length > 512 ? key.slice(-512) : key;
  const folded = isAscii.test(plain) ? plain : unmasked(plain);
  return folded
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .replace(/(\p{N})(\p{L})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

const isAscii = /^[ -~]*$/;

function unmasked(key: string): string {
  const plain = key.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '');
  let folded = '';
  for (const letter of plain) folded += lookAlikes.get(letter) ?? letter;
  return folded;
}

// Cyrillic and Greek letters that a reader takes for Latin ones.
const lookAlikes: ReadonlyMap<string, string> = new Map([
  ...pairs('аеорсухіѕјԁһԛԝкмтвн', 'aeopcyxisjdhqwkmtbh'),
  ...pairs('АЕОРСУХІЅЈКМТВН', 'AEOPCYXISJKMTBH'),
  ...pairs('οανρικτυε', 'oavpiktue'),
  ...pairs('ΟΑΡΙΚΤΕΒΗΜΝΧΥΖ', 'OAPIKTEBHMNXYZ'),
]);

function pairs(from: string, to: string): [string, string][] {
  return [...from].map((letter, index) => [letter, to[index] as string]);
}
